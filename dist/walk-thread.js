Object.defineProperty(exports, Symbol.toStringTag, { value: "Module" });
const require_walk_thread = require("./chunks/walk-thread.js");
exports.makeThread = require_walk_thread.makeThread;
exports.newWalk = require_walk_thread.newWalk;
