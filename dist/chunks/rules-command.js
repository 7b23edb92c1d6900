const require_rolldown_runtime = require("./rolldown-runtime.js");
const require_errors = require("./errors.js");
const require_hook_quick = require("./hook-quick.js");
const require_schemas = require("./schemas.js");
const require_scanner = require("./scanner.js");
const require_options = require("./options.js");
// src/config/rules.ts
const text = require_schemas.string().check(require_schemas._minLength(1));
const characterClass = require_schemas.string().check(require_schemas._regex(/^[A-Za-z0-9_+/=.-]+$/));
const ruleSchema = require_schemas.strictObject({
	id: require_schemas.string().check(require_schemas._regex(/^[a-z0-9-]+$/)),
	title: text,
	description: text,
	environment: require_schemas._enum(["live", "test"]),
	prefix: require_schemas.string().check(require_schemas._regex(/^[A-Za-z0-9_]{6,32}$/)),
	body: require_schemas.strictObject({
		alphabet: characterClass,
		min: require_schemas.int().check(require_schemas._gte(8)),
		max: require_schemas.int().check(require_schemas._lte(1024)),
		minEntropy: require_schemas.number()
	}),
	notAfter: characterClass,
	verification: require_schemas._enum(["anton-api", "none"]),
	needsOwn: require_schemas._default(require_schemas.boolean(), false),
	context: require_schemas.string(),
	examples: require_schemas.array(text).check(require_schemas._minLength(1)),
	negativeExamples: require_schemas.array(text).check(require_schemas._minLength(1))
});
const words = require_schemas.array(require_schemas.string().check(require_schemas._regex(/^[^A-Z]{3,}$/)));
const contextSchema = require_schemas.strictObject({
	id: require_schemas.string().check(require_schemas._regex(/^[a-z0-9-]+$/)),
	placeholders: words,
	own: words,
	vendors: require_schemas.array(require_schemas.strictObject({
		name: text,
		near: words
	})),
	exposures: require_schemas.array(require_schemas.strictObject({
		exposure: require_schemas._enum(["client-side", "live-key-in-development"]),
		before: words,
		paths: require_schemas.array(text)
	}))
});
function parseRules(ruleFiles, contextFiles) {
	const contexts = contextFiles.map((file) => parse(file, contextSchema));
	return ruleFiles.map((each) => {
		const written = parse(each, ruleSchema);
		const rule = require_hook_quick.withContext(written, contexts);
		if (rule !== null) return rule;
		const problem = `context: there is no rules/context/${written.context}.json`;
		throw new require_errors.AkguardError("AK_RULE", {
			file: each.file,
			problem
		});
	});
}
function parse({ file, json }, schema) {
	let value;
	try {
		value = JSON.parse(json);
	} catch (error) {
		throw new require_errors.AkguardError("AK_RULE", {
			file,
			problem: String(error)
		});
	}
	const parsed = schema.safeParse(value);
	if (!parsed.success) {
		const issue = parsed.error.issues[0];
		throw new require_errors.AkguardError("AK_RULE", {
			file,
			problem: `${issue?.path.join(".")}: ${issue?.code}`
		});
	}
	if (`${parsed.data.id}.json` !== file) throw new require_errors.AkguardError("AK_RULE", {
		file,
		problem: "id: must equal the file name"
	});
	return parsed.data;
}
// src/detect/template.ts
const alphabets = {
	base62: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
	base36: "abcdefghijklmnopqrstuvwxyz0123456789",
	hex: "0123456789abcdef",
	lower: "abcdefghijklmnopqrstuvwxyz",
	digits: "0123456789"
};
function seededRandom(seed) {
	let state = seed >>> 0;
	return () => {
		state = state + 1831565813 >>> 0;
		let t = Math.imul(state ^ state >>> 15, state | 1);
		t ^= t + Math.imul(t ^ t >>> 7, t | 61);
		return ((t ^ t >>> 14) >>> 0) / 4294967296;
	};
}
function expandTemplate(template, seed) {
	const random = seededRandom(seed);
	return template.replace(/\{(\w+):([^{}:]*)(?::(\d+))?\}/g, (whole, kind, text, times) => {
		if (kind === "literal") return text;
		if (kind === "repeat") return text.repeat(Number(times));
		const alphabet = alphabets[kind];
		if (alphabet === void 0) throw new Error(`unknown placeholder ${whole}`);
		return Array.from({ length: Number(text) }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
	});
}
// src/detect/test-rule.ts
function testRule(rule, seeds) {
	const failures = new Set();
	const cases = [...rule.examples.map((template) => ({
		template,
		wanted: 1
	})), ...rule.negativeExamples.map((template) => ({
		template,
		wanted: 0
	}))];
	const scanner = new require_scanner.Scanner([rule]);
	for (const { template, wanted } of cases) for (let seed = 1; seed <= seeds; seed++) {
		scanner.whole({
			kind: "file",
			path: rule.id
		}, Buffer.from(expandTemplate(template, seed)));
		const found = scanner.take().length;
		if (found !== wanted) failures.add(`${template}: found ${found} times instead of ${wanted}`);
	}
	return {
		tried: cases.length * seeds,
		failures: [...failures]
	};
}
// src/rules-command.ts
var rules_command_exports = require_rolldown_runtime.__exportAll({
	listRules: () => listRules,
	testRules: () => testRules
});
function loadRules() {
	return parseRules(require_hook_quick.readRuleFiles(), require_hook_quick.readRuleFiles("context/"));
}
async function listRules() {
	for (const { id, title, description, prefix, body } of loadRules()) await require_options.printOut(`${id}\n  ${title}\n  ${description}\n  ${prefix} + ${body.min} to ${body.max} of [${body.alphabet}]\n`);
	return require_errors.ExitCode.ok;
}
const seeds = 100;
async function testRules() {
	let broken = 0;
	for (const rule of loadRules()) {
		const { tried, failures } = testRule(rule, seeds);
		broken += failures.length;
		await require_options.printOut(`${failures.length === 0 ? "ok    " : "FAILED"} ${rule.id}: ${tried} texts tried\n`);
		for (const failure of failures) await require_options.printOut(`       ${failure}\n`);
	}
	return broken === 0 ? require_errors.ExitCode.ok : require_errors.ExitCode.findings;
}
Object.defineProperty(exports, "loadRules", {
	enumerable: true,
	get: function() {
		return loadRules;
	}
});
Object.defineProperty(exports, "rules_command_exports", {
	enumerable: true,
	get: function() {
		return rules_command_exports;
	}
});
