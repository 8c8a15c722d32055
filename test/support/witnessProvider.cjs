const { createHash } = require("node:crypto");
const { appendFileSync } = require("node:fs");
const { isDeepStrictEqual } = require("node:util");

/**
 * A value as journals and state may hold it: it tells two values apart and gives neither away.
 *
 * @param {unknown} value
 */
const mark = (value) => createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 12);

/** @typedef {{ called: string, sees?: unknown, gives?: unknown, seen?: string, given?: unknown }} Props */

exports.mark = mark;

/** @param {string} line */
const note = (line) => appendFileSync(String(process.env.JOURNAL), `${line}\n`);

/** @param {Props} props */
const outputs = ({ called, sees, gives }) => ({
  called,
  ...(sees !== undefined && { seen: mark(sees) }),
  ...(gives !== undefined && { given: gives }),
});

/**
 * @param {string} verb
 * @param {Props} props
 */
function perform(verb, props) {
  const { called, seen } = outputs(props);
  if (process.env.BROKEN === called) throw new Error(`${called} is broken on purpose`);
  note(seen === undefined ? `${called} ${verb}` : `${called} ${verb} ${seen}`);
  return outputs(props);
}

/** @param {Props} props */
exports.create = async (props) => {
  if (process.env.HANGING === props.called) {
    console.log(`${props.called} hangs on purpose`);
    await new Promise(() => {});
  }
  return { id: props.called, outs: perform("create", props) };
};

/**
 * @param {string} _id
 * @param {Props} olds
 * @param {Props} news
 */
exports.diff = async (_id, { seen, given }, news) => {
  const wanted = outputs(news);
  return { changes: seen !== wanted.seen || !isDeepStrictEqual(given, wanted.given) };
};

/**
 * @param {string} _id
 * @param {Props} _olds
 * @param {Props} news
 */
exports.update = async (_id, _olds, news) => ({ outs: perform("update", news) });

/**
 * @param {string} _id
 * @param {Props} props
 */
exports.delete = async (_id, { called }) => note(`${called} delete`);
