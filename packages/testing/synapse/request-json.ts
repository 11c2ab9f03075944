import * as v from 'valibot';

interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly accessToken?: string;
  readonly body?: object;
}

/** Sends a request and returns the parsed body. Throws if the response is an error or has another shape. */
export async function requestJson<Schema extends v.GenericSchema>(
  schema: Schema,
  url: string,
  { method = 'GET', accessToken, body }: RequestOptions = {},
): Promise<v.InferOutput<Schema>> {
  const headers = new Headers({ 'Content-Type': 'application/json' });
  if (accessToken !== undefined) headers.set('Authorization', `Bearer ${accessToken}`);
  const response = await fetch(url, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) {
    throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  }
  return v.parse(schema, await response.json());
}
