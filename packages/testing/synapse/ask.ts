import * as v from 'valibot';

interface Question {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly accessToken?: string;
  readonly body?: object;
}

/** The body of a homeserver's answer; an error where the answer is no success or has another shape. */
export async function ask<Schema extends v.GenericSchema>(
  schema: Schema,
  url: string,
  { method = 'GET', accessToken, body }: Question = {},
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
