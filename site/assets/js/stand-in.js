/* Leads from a permanent address to the page as it is now, and to the same part of it: see templates/stand_in.html. */
"use strict";
window.location.replace(document.querySelector("main a").href + window.location.hash);
