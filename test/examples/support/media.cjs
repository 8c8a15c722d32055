// Stands for what sends an encoder's media: makes an offer, and holds the connection that the answer names.
const { closeSync, writeSync } = require("node:fs");
const { connect } = require("node:net");
const { text } = require("node:stream/consumers");

writeSync(1, "v=0\r\nm=application 9 TCP\r\n");
closeSync(1);
text(process.stdin).then((answer) => {
  const port = Number(/^m=application (\d+) TCP\r$/m.exec(answer)?.[1]);
  connect(port, "127.0.0.1").on("close", () => process.exit());
});
