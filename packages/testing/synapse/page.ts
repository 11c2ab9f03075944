import type { SignOnPage } from '../fidelity/subject.ts';

/** Opens a link as a browser would; the text of the page's body. */
export async function openPage(link: string): Promise<{ status: number; text: string }> {
  const response = await fetch(link);
  return { status: response.status, text: textOfPage(await response.text()) };
}

/** What a page says, without its tags. */
export function textOfPage(html: string): string {
  return html
    .replaceAll(/<(head|style|script)\b.*?<\/\1>/gis, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** The heading of a page. */
function headingOfPage(html: string): string {
  return textOfPage(/<h1\b.*?<\/h1>/is.exec(html)?.[0] ?? '');
}

/** A page on the way through single sign-on. */
export function signOnPage(status: number, html: string): SignOnPage {
  const saysDone =
    html.includes('onAuthDone()') && /postMessage\((["'])authDone\1, (["'])\*\2\)/u.test(html);
  return { status, heading: headingOfPage(html), saysDone };
}
