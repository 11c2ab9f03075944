import { element } from './panels/element.ts';

interface WindowOptions {
  readonly title: string;
  /** The label of the button that closes the window. */
  readonly closeLabel: string;
  /** Called when the user closes the window, not when the app does. */
  readonly onClose: () => void;
}

/** Opens a window over the page. Returns a function that closes it. */
export function openWindow(
  { title, closeLabel, onClose }: WindowOptions,
  ...content: HTMLElement[]
): () => void {
  const close = element('button', { type: 'button', className: 'button secondary' }, closeLabel);
  const heading = element('h2', { id: 'window-title' }, title);
  const dialog = element('dialog', { className: 'window' }, heading, ...content, close);
  dialog.setAttribute('aria-labelledby', heading.id);
  close.autofocus = true;
  let isClosedByUser = true;
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (isClosedByUser) onClose();
  });
  document.body.append(dialog);
  dialog.showModal();
  return () => {
    isClosedByUser = false;
    dialog.close();
  };
}
