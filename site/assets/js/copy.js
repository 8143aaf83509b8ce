/* Buttons that copy the address of the page as it is now, for pages whose state lives in it: [data-copy-address], and
   after it a [role=status] that says what was done. */
(() => {
  "use strict";
  document.querySelectorAll("[data-copy-address]").forEach((button) => {
    const said = button.parentElement.querySelector("[role=status]");
    button.addEventListener("click", async () => {
      said.textContent = "";
      try {
        await navigator.clipboard.writeText(window.location.href);
        said.textContent = "The link is copied.";
      } catch (error) {
        said.textContent = `Copy this: ${window.location.href}`;
      }
    });
  });
})();
