// Lists what the packages use and the oldest supported browsers lack, by MDN's compatibility data. It
// reads the sources, because the compiler only removes their types, and a method's owner is known by
// its type alone. An option of a call, such as `signal` of `addEventListener`, is not found.
import { readFileSync } from 'node:fs';
import ts from 'typescript';

const MINIMUM = { chrome: 93, firefox: 92, safari: 15.4, safari_ios: 15.4 };
const PACKAGES = ['core', 'react', 'vue'];

const data = JSON.parse(
  readFileSync(new URL(import.meta.resolve('@mdn/browser-compat-data')), 'utf8'),
);

/** Syntax that the compiler keeps as it is for its target, ES2022. */
const SYNTAX = [
  ['a class static block', ts.isClassStaticBlockDeclaration],
  [
    'a lookbehind in a regular expression',
    (node) => ts.isRegularExpressionLiteral(node) && /\(\?<[=!]/u.test(node.text),
  ],
];

const found = new Set();
let checked = 0;
for (const name of PACKAGES) check(`packages/${name}`);
for (const line of found) console.error(line);
console.log(`${checked} uses of browser features checked, ${found.size} too new`);
process.exitCode = found.size > 0 || checked === 0 ? 1 : 0;

function check(folder) {
  const path = `${folder}/tsconfig.build.json`;
  const { config } = ts.readConfigFile(path, ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  // Every library, so that the newest features are known as such.
  const program = ts.createProgram(fileNames, {
    ...options,
    lib: ['lib.esnext.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    customConditions: ['@threepid/source'],
  });
  const checker = program.getTypeChecker();

  function visit(node) {
    for (const [title, isUsed] of SYNTAX) if (isUsed(node)) report(node, title, []);
    if (ts.isIdentifier(node) && !ts.isPartOfTypeNode(node)) {
      const symbol = checker.getSymbolAtLocation(node);
      const declarations = symbol?.declarations?.filter((each) =>
        program.isSourceFileDefaultLibrary(each.getSourceFile()),
      );
      if (declarations?.length) {
        const owners = [...declarations.flatMap(ownersOf), ...receiversOf(node)];
        const compat = compatOf(node.text, owners);
        if (compat !== undefined) {
          checked += 1;
          const lacking = Object.keys(MINIMUM).filter((browser) => lacks(compat, browser));
          if (lacking.length > 0) {
            report(node, [owners[0], node.text].filter(Boolean).join('.'), lacking);
          }
        }
      }
    }
    ts.forEachChild(node, visit);
  }

  /** The type before the dot: members of a mixin are documented with the types that include it. */
  function receiversOf({ parent }) {
    if (!ts.isPropertyAccessExpression(parent)) return [];
    const type = checker.getTypeAtLocation(parent.expression);
    const types = type.isUnionOrIntersection() ? type.types : [type];
    return types.flatMap((each) => (each.symbol ? plainName(each.symbol.name) : []));
  }

  for (const file of program.getSourceFiles()) {
    if (file.fileName.includes(`${folder}/src/`)) visit(file);
  }
}

/** `ArrayConstructor` and `ReadonlyArray` are documented as `Array`. */
function plainName(name) {
  return name.replace(/^Readonly(?=[A-Z])|Constructor$/gu, '');
}

function ownersOf({ parent }) {
  if (ts.isInterfaceDeclaration(parent)) return [plainName(parent.name.text)];
  if (ts.isTypeLiteralNode(parent) && ts.isVariableDeclaration(parent.parent)) {
    return [parent.parent.name.text];
  }
  return [];
}

function compatOf(name, owners) {
  const { api, javascript } = data;
  const all = [api, javascript.builtins];
  const members = owners.flatMap((owner) => all.flatMap((each) => each[owner] ?? []));
  const places = owners.length > 0 ? members : [...all, api.Window];
  for (const place of places) {
    const { __compat: compat } = place[`${name}_static`] ?? place[name] ?? {};
    if (compat !== undefined) return compat;
  }
  return undefined;
}

function lacks({ support }, browser) {
  const statements = [support[browser] ?? []].flat();
  return !statements.some(
    ({ version_added: added, flags, prefix, alternative_name: other }) =>
      typeof added === 'string' &&
      parseFloat(added.replace('≤', '')) <= MINIMUM[browser] &&
      !flags &&
      !prefix &&
      !other,
  );
}

function report(node, feature, browsers) {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  const path = file.fileName.slice(file.fileName.indexOf('packages/'));
  found.add(`${path}:${line + 1}: ${feature} ${browsers.join(', ')}`.trim());
}
