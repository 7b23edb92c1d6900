import { t as AkguardError } from "./errors.js";
import { _ as _gte, b as _regex, d as optional, f as partial, h as string, m as strictObject, n as _enum, o as int, r as array, t as _default, y as _minLength } from "./schemas.js";
// src/config/options.ts
const positive = string().check(_regex(/^\d+(\.\d+)?\s*([kmg]i?b?|b)?$/i, "a size such as 500kB, 20MB or 1GiB"));
const count = int().check(_gte(0));
const policyRule = strictObject({
	name: string().check(_minLength(1)),
	when: _default(strictObject({
		validity: optional(array(_enum([
			"active",
			"inactive",
			"unknown",
			"unverified"
		]))),
		environment: optional(array(_enum(["live", "test"])))
	}), {}),
	actions: array(_enum([
		"revoke",
		"alert",
		"fail"
	]))
});
const fields = {
	format: _enum(["human", "json"]),
	fail_on: _enum([
		"any",
		"active",
		"none"
	]),
	alert: array(string()),
	exclude: array(string()),
	ignore: array(string()),
	baseline: string().check(_minLength(1)),
	max_file_size: positive,
	state: string().check(_minLength(1)),
	max_revocations: count,
	max_revocations_per_hour: count,
	policy: array(policyRule).check(_minLength(1))
};
const configSchema = partial(strictObject(fields));
const flagSchema = strictObject({
	format: optional(fields.format),
	fail_on: optional(fields.fail_on),
	max_file_size: optional(fields.max_file_size),
	state: optional(fields.state),
	max_revocations: optional(fields.max_revocations),
	jobs: optional(string().check(_regex(/^[1-9]\d{0,2}$/)))
});
function buildOptions(typed, config) {
	const { values } = typed;
	const given = {
		format: values.format,
		fail_on: values["fail-on"],
		max_file_size: values["max-file-size"],
		state: values.state,
		max_revocations: values["max-revocations"] === void 0 ? void 0 : Number(values["max-revocations"] || NaN),
		jobs: values.jobs
	};
	const parsed = flagSchema.safeParse(given);
	if (!parsed.success) {
		const name = String(parsed.error.issues[0]?.path[0]);
		const flagName = name.replaceAll("_", "-");
		const problem = `--${flagName} can not be \`${String(values[flagName])}\`: it takes ${wantedOf(name)}.`;
		throw new AkguardError("AK_USAGE", { problem });
	}
	const flag = parsed.data;
	const maxFileSize = flag.max_file_size ?? config.max_file_size;
	return {
		verify: values.offline !== true,
		armed: values.revoke === true,
		alert: values.alert ?? config.alert ?? [],
		format: flag.format ?? config.format ?? "human",
		output: values.output ?? null,
		failOn: flag.fail_on ?? config.fail_on ?? "any",
		exclude: [...config.exclude ?? [], ...values.exclude ?? []],
		ignore: config.ignore ?? [],
		baseline: values.baseline ?? config.baseline ?? null,
		maxFileSize: maxFileSize === void 0 ? Infinity : parseSize(maxFileSize),
		selection: {
			refs: values.refs ?? [],
			since: values.since ?? null
		},
		allowShallow: values["allow-shallow"] === true,
		jobs: flag.jobs === void 0 ? null : Number(flag.jobs),
		state: flag.state ?? config.state ?? null,
		maxRevocations: flag.max_revocations ?? config.max_revocations ?? 3,
		maxRevocationsPerHour: config.max_revocations_per_hour ?? 10,
		policy: config.policy ?? null,
		quiet: values.quiet === true,
		verbose: values.verbose === true,
		color: values["no-color"] !== true,
		keep: values.keep === true
	};
}
function wantedOf(name) {
	switch (name) {
		case "format":
		case "fail_on": return Object.keys(fields[name].def.entries).join(", ");
		case "max_revocations": return "a whole number, 0 or more";
		case "jobs": return "a number from 1 to 999";
		case "state": return "a path";
		case "max_file_size": return "a size such as 500kB, 20MB or 1GiB";
	}
}
function parseSize(text) {
	const [, number = "0", unit = ""] = /^([\d.]+)\s*([a-z]*)$/i.exec(text) ?? [];
	const power = "bkmg".indexOf(unit.toLowerCase()[0] ?? "b");
	const base = unit.toLowerCase().includes("i") ? 1024 : 1e3;
	return Math.floor(Number(number) * base ** power);
}
export { configSchema as n, buildOptions as t };
