// Puts what a cell shows into its place in the text. The page's text comes whole, then, as the
// kernel answers, one template after another at the end of the page.
// A classic script: the scripts after it must find every template in its place.

/** @param {Element} end the mark after a template: the template is whole */
function fillPlaceBefore(end) {
  const template = end.previousElementSibling;
  end.remove();
  if (!(template instanceof HTMLTemplateElement)) return;
  const place = document.getElementById(template.dataset.electoralFor ?? "");
  place?.removeAttribute("data-electoral-waiting");
  place?.removeAttribute("aria-busy");
  place?.replaceChildren(template.content);
  template.remove();
}

const fillPlaces = () => document.querySelectorAll("[data-electoral-end]").forEach(fillPlaceBefore);

const filling = new MutationObserver(fillPlaces);
filling.observe(document.body, { childList: true });
// The page is whole: scripts put off until now run after this.
document.addEventListener("readystatechange", () => {
  fillPlaces();
  filling.disconnect();
});
