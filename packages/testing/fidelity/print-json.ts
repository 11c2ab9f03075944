import { isArray, isPrimitive, type Json } from './json.ts';

const WIDTH = 100;

/** Formats JSON as Prettier does, so recorded files pass the format check. */
export function printJson(value: Json): string {
  return `${print(value, '', '')}\n`;
}

/** The line already contains `indent` and `name`, and a comma may follow. */
function print(value: Json, indent: string, name: string): string {
  const flat = printFlat(value);
  const fits = `${indent}${name}${flat},`.length <= WIDTH;
  if (isPrimitive(value) || (fits && !isTable(value))) return flat;
  const deeper = `${indent}  `;
  const lines = isArray(value)
    ? value.map((item) => `${deeper}${print(item, deeper, '')}`)
    : Object.entries(value).map(([key, item]) => {
        const ownName = `${JSON.stringify(key)}: `;
        return `${deeper}${ownName}${print(item, deeper, ownName)}`;
      });
  const [open, close] = isArray(value) ? '[]' : '{}';
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

function printFlat(value: Json): string {
  if (isPrimitive(value)) return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(printFlat).join(', ')}]`;
  const items = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}: ${printFlat(item)}`,
  );
  return items.length === 0 ? '{}' : `{ ${items.join(', ')} }`;
}

/** Prettier never puts several items with several parts each on one line. */
function isTable(value: Json): boolean {
  return (
    isArray(value) &&
    value.length > 1 &&
    value.every((item) => !isPrimitive(item) && Object.keys(item).length > 1)
  );
}
