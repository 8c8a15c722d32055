// A preload: each Node process writes down its version.
const { appendFileSync } = require("node:fs");

if (process.env.NODE_VERSIONS) appendFileSync(process.env.NODE_VERSIONS, `${process.version}\n`);
