import { element } from './beside/element.ts';

interface WindowOptions {
  readonly title: string;
  /** What its one button of its own says. */
  readonly closeLabel: string;
  /** Called when the person closes it, and not when the function that opened it does. */
  readonly onClose: () => void;
}

/** Opens a window over the page; answers the function that closes it. */
export function openWindow(
  { title, closeLabel, onClose }: WindowOptions,
  ...content: HTMLElement[]
): () => void {
  const close = element('button', { type: 'button', className: 'button secondary' }, closeLabel);
  const heading = element('h2', { id: 'window-title' }, title);
  const dialog = element('dialog', { className: 'window' }, heading, ...content, close);
  dialog.setAttribute('aria-labelledby', heading.id);
  close.autofocus = true;
  let isClosedByPerson = true;
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (isClosedByPerson) onClose();
  });
  document.body.append(dialog);
  dialog.showModal();
  return () => {
    isClosedByPerson = false;
    dialog.close();
  };
}
