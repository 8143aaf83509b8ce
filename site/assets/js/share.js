/* Buttons that copy what stands under "Share this page": each [data-copy] names its button, and [data-copied] is what
   is said afterwards. Without this script the texts are there to be selected. */
(() => {
  "use strict";

  /** Copy by selecting, for browsers that do not give a page the clipboard. */
  const copySelected = (source) => {
    getSelection().selectAllChildren(source);
    try {
      return document.execCommand("copy");
    } catch {
      return false;
    }
  };

  const copy = async (source) => {
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      return true;
    } catch {
      return copySelected(source);
    }
  };

  for (const section of document.querySelectorAll("[data-share]")) {
    const texts = section.querySelector("details");
    const row = document.createElement("p");
    row.className = "acts";
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    for (const source of section.querySelectorAll("[data-copy]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = source.dataset.copy;
      button.addEventListener("click", async () => {
        // Opened first: what is hidden cannot be selected, where selecting is the only way.
        const open = texts.open;
        texts.open = true;
        const done = await copy(source);
        texts.open = done ? open : true;
        // Emptied first, so that the same words are said again.
        said.textContent = "";
        const words = done ? source.dataset.copied : "This browser does not copy. The text is selected below.";
        setTimeout(() => { said.textContent = words; }, 50);
      });
      row.append(button);
    }
    row.append(said);
    texts.before(row);
  }
})();
