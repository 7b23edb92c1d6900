// src/sandbox/faults.ts
var faults_exports = require("./rolldown-runtime.js").__exportAll({ faultHelp: () => faultHelp });
const faultKinds = [
	"429",
	"500",
	"503",
	"slow",
	"drop-before",
	"drop-after",
	"html",
	"redirect",
	"wrong-json",
	"static-keys-disabled"
];
const places = [
	"list",
	"create",
	"revoke",
	"check",
	"any"
];
const defaultSlowMs = 3e3;
const longestSlowMs = 6e5;
const faultHelp = `KIND[:ARG][@STEP][*COUNT], several separated by commas; the first that fits a request is used
  KIND   429, 500, 503     that status, in Anton's error envelope; nothing is done
         slow[:MS]         waits (default ${defaultSlowMs} ms), then does and answers as usual
         drop-before       cuts the connection, nothing is done
         drop-after        does what was asked, then cuts the connection without an answer
         html              200 with a web page
         redirect[:URL]    302 to URL (default: the other environment's address)
         wrong-json        200 with JSON that means nothing
         static-keys-disabled   401, the way newer generations refuse all static keys
  STEP   list, create, revoke, check or any (default)
  COUNT  how many requests it hits (default: all)
  e.g. 429@check*2,drop-after@revoke*1`;
function parseFaults(spec) {
	return (typeof spec === "string" ? [spec] : spec).flatMap((text) => text.split(",")).map((text) => parseFault(text.trim()));
}
function parseFault(text) {
	const parts = /^([\w-]+)(?::(.*?))?(?:@(\w+))?(?:\*(\d+))?$/.exec(text);
	const kind = faultKinds.find((known) => known === parts?.[1]);
	if (!parts || !kind) throw new Error(`'${text}' is not a fault: it starts with one of ${faultKinds.join(", ")}.`);
	const place = places.find((known) => known === (parts[3] ?? "any"));
	if (!place) throw new Error(`'${text}' is not a fault: after @ comes one of ${places.join(", ")}.`);
	const count = parts[4] === void 0 ? Infinity : Number(parts[4]);
	if (count < 1) throw new Error(`'${text}' is not a fault: the count after * is at least 1.`);
	return {
		kind,
		argument: parseArgument(text, kind, parts[2]),
		place,
		count
	};
}
function parseArgument(text, kind, argument) {
	if (kind === "slow") {
		const ms = argument ?? String(defaultSlowMs);
		if (/^\d+$/.test(ms) && Number(ms) <= longestSlowMs) return ms;
		throw new Error(`'${text}' is not a fault: slow takes milliseconds, at most ${longestSlowMs}.`);
	}
	if (argument === void 0) return null;
	if (kind === "redirect" && /^https?:\/\//.test(argument) && URL.canParse(argument)) return argument;
	if (kind === "redirect") throw new Error(`'${text}' is not a fault: redirect takes an http or https address.`);
	throw new Error(`'${text}' is not a fault: ${kind} takes nothing after a colon.`);
}
var FaultPlan = class {
	#left;
	constructor(faults) {
		this.#left = faults.map((fault) => ({
			fault,
			count: fault.count
		}));
	}
	take(step) {
		const hit = this.#left.find(({ fault, count }) => count > 0 && (fault.place === "any" || fault.place === step));
		if (!hit) return null;
		hit.count -= 1;
		return hit.fault;
	}
};
Object.defineProperty(exports, "FaultPlan", {
	enumerable: true,
	get: function() {
		return FaultPlan;
	}
});
Object.defineProperty(exports, "faults_exports", {
	enumerable: true,
	get: function() {
		return faults_exports;
	}
});
Object.defineProperty(exports, "parseFaults", {
	enumerable: true,
	get: function() {
		return parseFaults;
	}
});
