/** Opens a link as a browser would; the text of the page's body. */
export async function openPage(link: string): Promise<{ status: number; text: string }> {
  const response = await fetch(link);
  const html = await response.text();
  const body = html
    .replaceAll(/<(head|style|script)\b.*?<\/\1>/gis, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
  return { status: response.status, text: body.trim() };
}
