/** Synapse's CORS headers (`synapse/http/server.py`). A browser cannot read `Retry-After`, which is not exposed. */
const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, DELETE, OPTIONS',
  'Access-Control-Allow-Headers': 'X-Requested-With, Content-Type, Authorization, Date',
  'Access-Control-Expose-Headers': 'Synapse-Trace-Id, Server',
};

export function json(status: number, body: unknown, headers: Record<string, string> = {}) {
  return respond(status, JSON.stringify(body), { 'Content-Type': 'application/json', ...headers });
}

export function html(status: number, ...paragraphs: readonly string[]): Response {
  const body = paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('');
  return respond(status, `<!doctype html><html lang="en"><body>${body}</body></html>`, {
    'Content-Type': 'text/html; charset=utf-8',
  });
}

/** The page of a mail's link that validates the address only when the user presses the button. */
export function confirmationPage(): Response {
  return html(
    200,
    'Confirm that this email address is yours.',
    '<form method="post"><button>Confirm</button></form>',
  );
}

export function redirect(location: string): Response {
  return respond(302, null, { Location: location, 'Content-Type': 'text/html; charset=utf-8' });
}

export function preflight(): Response {
  return respond(204, null, {});
}

/** Adds the headers that let a page of another origin read the response. */
export function respond(
  status: number,
  body: string | null,
  headers: Record<string, string>,
): Response {
  return new Response(body, { status, headers: { ...CORS, ...headers } });
}
