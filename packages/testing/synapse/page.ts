import type { SignOnPage } from '../fidelity/compared-homeserver.ts';

/** Opens a link as a browser does. Returns the status and the text of the page. */
export async function openLink(link: string): Promise<{ status: number; text: string }> {
  const response = await fetch(link);
  return { status: response.status, text: textOfPage(await response.text()) };
}

/** The visible text of a page, without tags. */
export function textOfPage(html: string): string {
  return html
    .replaceAll(/<(head|style|script)\b.*?<\/\1>/gis, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function headingOfPage(html: string): string {
  return textOfPage(/<h1\b.*?<\/h1>/is.exec(html)?.[0] ?? '');
}

/** The parts of a single sign-on page that a client depends on. */
export function signOnPage(status: number, html: string): SignOnPage {
  const saysDone =
    html.includes('onAuthDone()') && /postMessage\((["'])authDone\1, (["'])\*\2\)/u.test(html);
  return { status, heading: headingOfPage(html), saysDone };
}
