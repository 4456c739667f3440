// A tree view that is drawn as far as it is seen: the host moves within it, this keeps the place in sight.
const keys = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown', ' ', 'Enter']);

export function attach(element) {
  // The keys move within the tree; they must not scroll it as well.
  element.addEventListener('keydown', e => { if (keys.has(e.key) && e.target === element) e.preventDefault(); });
}

export function reveal(element, index, count) {
  const height = element.scrollHeight / Math.max(1, count), top = index * height;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (top + height > element.scrollTop + element.clientHeight) element.scrollTop = top + height - element.clientHeight;
}
