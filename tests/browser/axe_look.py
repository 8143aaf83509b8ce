"""axe-core on one page, each kind of text once.

Contrast takes axe four fifths of its time, and tables have thousands of cells that look the same. So axe is
given the first of all texts of the same colour, size and weight on the same basis. What may lie over
something else by its place (positioned, moved or drawn) is a kind of its own, and so is each control.
Where a page is looked at again in another setting, kinds that it had before are not looked at twice.

Other rules take the more time the more elements a page has. Of brothers of one shape, such as the rows of a
table or the points of a drawing, ``BROTHERS`` stay. They have the same elements inside each other with the
same classes, styles and roles, words at the same places, and other attributes of the same names.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

BROTHERS = 6
THIN_OUT = """limit => {
  const telling = ["class", "style", "role", "scope", "type", "lang", "aria-hidden", "tabindex", "colspan"];
  const shapes = new Map();
  const tell = (element) => {
    const own = element.getAttributeNames().sort().map((name) =>
      telling.includes(name) ? `${name}=${element.getAttribute(name)}` : name);
    const inside = [...element.childNodes].map((node) => node.nodeType === Node.ELEMENT_NODE ? tell(node)
      : node.nodeType === Node.TEXT_NODE && node.data.trim() ? "words" : "");
    const shape = `${element.tagName}[${own}](${inside.filter(Boolean)})`;
    shapes.set(element, shape);
    return shape;
  };
  tell(document.body);
  for (const parent of [document.body, ...document.querySelectorAll("body *")]) {
    if (parent.childElementCount <= limit) continue;
    const found = new Map();
    for (const child of [...parent.children]) {
      const shape = shapes.get(child);
      found.set(shape, (found.get(shape) ?? 0) + 1);
      if (found.get(shape) > limit) child.remove();
    }
  }
}"""
MARK_KINDS = """() => {
  const plain = "rgba(0, 0, 0, 0),none,1,none,normal";
  const sides = ["Top", "Right", "Bottom", "Left"];
  const basis = new Map([[null, ""]]);
  const find = (element) => {
    if (basis.has(element)) return basis.get(element);
    const style = getComputedStyle(element);
    const { backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position, transform } = style;
    const own = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode].join();
    const placed = ["absolute", "fixed", "sticky"].includes(position) || transform !== "none"
      || element.namespaceURI.endsWith("svg") || sides.some((side) => parseFloat(style[`margin${side}`]) < 0);
    const behind = find(element.parentElement);
    const found = [behind, own === plain ? "" : own, placed ? basis.size : ""].join("/");
    basis.set(element, found);
    return found;
  };
  const controls = ["INPUT", "SELECT", "TEXTAREA", "BUTTON"];
  const speaks = (element) => controls.includes(element.tagName)
    || [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const seen = window.looked ??= new Set();
  document.querySelectorAll("[data-look]").forEach((element) => delete element.dataset.look);
  [...document.querySelectorAll("body *")].filter(speaks).forEach((element, place) => {
    // What is hidden here may be shown in another setting.
    if (!element.checkVisibility()) return;
    const { color, fontFamily, fontSize, fontWeight, textShadow, visibility } = getComputedStyle(element);
    const kind = [find(element), color, fontFamily, fontSize, fontWeight, textShadow, visibility,
      controls.includes(element.tagName) ? place : ""].join("|");
    if (seen.has(kind)) return;
    seen.add(kind);
    element.dataset.look = "";
  });
  axe.configure({ rules: [{ id: "color-contrast", selector: "[data-look]" }] });
}"""
RUN = "options => axe.run(options).then(({ violations }) => violations)"


def thin_out(page: Page) -> None:
    """Leave a few of many brothers of the same shape."""
    page.evaluate(THIN_OUT, BROTHERS)


def find_violations(page: Page, options: dict[str, object]) -> list[dict[str, Any]]:
    """Return what axe finds wrong with a page that is ready to be looked at."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    page.evaluate(MARK_KINDS)
    found: list[dict[str, Any]] = page.evaluate(RUN, options)
    return found
