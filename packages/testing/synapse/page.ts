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
export function headingOfPage(html: string): string {
  return textOfPage(/<h1\b.*?<\/h1>/is.exec(html)?.[0] ?? '');
}
