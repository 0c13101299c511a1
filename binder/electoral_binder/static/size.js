// Sets the size of the text before the page is drawn; read in the head, so that nothing jumps.
{
  let size = null;
  try {
    size = localStorage.getItem("electoral_size");
  } catch {
    // A browser that keeps nothing for this page shows the usual size.
  }
  if (size === "large" || size === "larger") document.documentElement.dataset.electoralSize = size;
}
