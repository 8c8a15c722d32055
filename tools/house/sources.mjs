import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";

/**
 * @typedef {object} Source a file of code
 * @property {string} path from the checkout's folder
 * @property {string} folder
 * @property {number} lines
 * @property {number[]} functions the length of each, in lines
 * @property {string[]} imports paths of the files that it imports, types included
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
  const text = readFileSync(file, "utf8");
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const path = relative(root, file);
  /** @type {Source} */
  const source = { path, folder: dirname(path), lines: countLines(text), functions: [], imports: [] };
  visit(tree, (node) => {
    if (isNamedFunction(node)) source.functions.push(linesOf(node, tree));
    const target = importedBy(node);
    const found = target?.startsWith(".") ? resolveImport(resolve(dirname(file), target)) : undefined;
    if (found) source.imports.push(relative(root, found));
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

/** The source of what is imported: TypeScript's files are named as what becomes of them. @param {string} path @returns {string | undefined} */
function resolveImport(path) {
  const candidates = [path, path.replace(/js$/, "ts")];
  return candidates.find((file) => existsSync(file) && statSync(file).isFile());
}
