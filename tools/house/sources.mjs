import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

/**
 * @typedef {object} Import
 * @property {string} module a package, or the path of a file from the checkout's folder
 * @property {boolean} isType whether nothing of it is loaded at run time
 *
 * @typedef {object} Source a file of code
 * @property {string} path from the checkout's folder
 * @property {string} folder
 * @property {number} lines
 * @property {number[]} functions the length of each, in lines
 * @property {Import[]} imports
 */

const code = /\.([mc]?ts|[mc]?js)$/;
const notOurs = /^(\.|dist$|node_modules$)/;

/** All code below a folder, without what is built, installed or hidden. @param {string} root @param {string} folder @returns {Source[]} */
export function sourcesIn(root, folder) {
  return filesIn(join(root, folder))
    .filter((file) => code.test(file))
    .map((file) => readSource(root, file));
}

/** @param {string} folder @returns {string[]} */
function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !notOurs.test(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesIn(path) : [path];
    });
}

/** @param {string} root @param {string} file @returns {Source} */
function readSource(root, file) {
  return parseSource(root, relative(root, file), readFileSync(file, "utf8"));
}

/** A file of this text at this path of a checkout. @param {string} root @param {string} path @param {string} text @returns {Source} */
export function parseSource(root, path, text) {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  /** @type {Source} */
  const source = { path, folder: dirname(path), lines: countLines(text), functions: [], imports: [] };
  visit(tree, (node) => {
    if (isNamedFunction(node)) source.functions.push(linesOf(node, tree));
    const name = importedBy(node);
    if (name) source.imports.push({ module: resolveImport(root, path, name), isType: isTypeOnly(node) });
  });
  return source;
}

/** @param {ts.Node} node @param {(node: ts.Node) => void} see */
function visit(node, see) {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

/** @param {string} text */
function countLines(text) {
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}

/** @param {ts.Node} node @param {ts.SourceFile} tree */
function linesOf(node, tree) {
  const line = (/** @type {number} */ at) => tree.getLineAndCharacterOfPosition(at).line;
  return line(node.getEnd()) - line(node.getStart(tree)) + 1;
}

/** Whether it is a function that has a name: declared, a method, or bound to one. Callbacks in place have none. @param {ts.Node} node */
function isNamedFunction(node) {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return node.body !== undefined;
  if (ts.isConstructorDeclaration(node) || ts.isAccessor(node)) return node.body !== undefined;
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
  const { parent } = node;
  return (
    ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isPropertyAssignment(parent)
  );
}

/** The name of the module that a node imports, if it does. @param {ts.Node} node @returns {string | undefined} */
function importedBy(node) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return textOf(node.argument.literal);
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const isImport =
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === "require");
  return isImport ? textOf(node.arguments[0]) : undefined;
}

/** @param {ts.Node | undefined} node */
function textOf(node) {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** Whether an import leaves nothing to run. @param {ts.Node} node */
function isTypeOnly(node) {
  if (ts.isImportTypeNode(node)) return true;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly || areTypes(node.exportClause);
  if (!ts.isImportDeclaration(node) || !node.importClause) return false;
  const { isTypeOnly, name, namedBindings } = node.importClause;
  return isTypeOnly || (!name && areTypes(namedBindings));
}

/** @param {ts.NamedImportBindings | ts.NamedExportBindings | undefined} bindings */
function areTypes(bindings) {
  if (!bindings || !("elements" in bindings) || bindings.elements.length === 0) return false;
  return bindings.elements.every(({ isTypeOnly }) => isTypeOnly);
}

/** A package by its name, and a file by its path: TypeScript names its files as what they are compiled to. @param {string} root @param {string} from @param {string} name */
function resolveImport(root, from, name) {
  if (!name.startsWith(".")) return name;
  const path = join(dirname(from), name);
  const isThere = (/** @type {string} */ file) =>
    statSync(join(root, file), { throwIfNoEntry: false })?.isFile();
  return [path, path.replace(/js$/, "ts")].find(isThere) ?? path;
}
