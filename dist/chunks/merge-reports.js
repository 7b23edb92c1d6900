const require_errors = require("./errors.js");
const require_exit = require("./exit.js");
const require_text = require("./text.js");
// src/merge-reports.ts
var Merger = class {
	#findings = new Map();
	#coverage = {
		complete: true,
		files: 0,
		commits: 0,
		blobs: 0,
		objects: 0,
		lines: 0,
		bytes: 0,
		skipped: []
	};
	#organisation = null;
	#codes = [require_errors.ExitCode.ok];
	#carried = new Set();
	add({ scan, findings, exit_code }, carried = false) {
		for (const finding of findings) {
			if (carried) this.#carried.add(finding.fingerprint);
			const known = this.#findings.get(finding.fingerprint);
			this.#findings.set(finding.fingerprint, known === void 0 ? finding : joined(known, finding));
		}
		if (carried) return;
		this.#codes.push(exit_code);
		const all = this.#coverage;
		const { complete, skipped, ...numbers } = scan.coverage;
		for (const name of Object.keys(numbers)) all[name] += numbers[name];
		all.complete &&= complete;
		for (const each of skipped) all.skipped.push(each);
		if (scan.organisation !== null) this.#organisation = added(this.#organisation, scan.organisation);
	}
	missed(what, why) {
		this.#codes.push(require_errors.ExitCode.incomplete);
		this.#coverage.complete = false;
		this.#coverage.skipped.push({
			what: require_text.maskKeys(what),
			why: require_text.maskKeys(why)
		});
	}
	leftOut(skipped) {
		this.#coverage.skipped.push(skipped);
	}
	get findings() {
		return [...this.#findings.values()];
	}
	report(facts, organisation = this.#organisation) {
		const findings = this.findings.toSorted(require_exit.byUrgency);
		const having = (validity) => findings.filter((finding) => finding.verdict.validity === validity).length;
		const ending = (result) => findings.flatMap((f) => f.outcomes).filter((o) => o.result === result).length;
		return {
			schema: "akguard.report/1",
			tool: {
				name: "akguard",
				version: facts.version
			},
			scan: {
				source: facts.source,
				target: facts.target,
				started_at: facts.startedAt,
				duration_ms: facts.durationMs,
				coverage: this.#coverage,
				baseline: null,
				organisation
			},
			findings,
			summary: {
				findings: findings.length,
				active: having("active"),
				inactive: having("inactive"),
				unknown: having("unknown"),
				unverified: having("unverified"),
				revoked: ending("revoked"),
				alerts: ending("alerted")
			},
			exit_code: this.#exitCode(facts.failOn)
		};
	}
	#exitCode(failOn) {
		const findings = this.findings.filter(({ fingerprint }) => this.#carried.has(fingerprint)).map((finding) => ({
			validity: finding.verdict.validity,
			suppressed: isSuppressed(finding),
			decision: finding.decision,
			outcomes: []
		}));
		return require_errors.worst([...this.#codes, require_exit.exitCodeFor({
			failOn,
			complete: this.#coverage.complete,
			verifyAsked: false,
			findings
		})]);
	}
};
function isSuppressed({ verdict, environment, matches }) {
	if (verdict.validity === "active" && environment === "live") return false;
	return matches.length > 0 && matches.every(({ suppressed }) => suppressed !== null);
}
function added(known, more) {
	if (known === null) return more;
	const sum = (a, b) => Object.fromEntries(Object.entries(a).map(([name, number]) => [name, number + (b[name] ?? 0)]));
	return {
		repositories: sum(known.repositories, more.repositories),
		incidents: sum(known.incidents, more.incidents),
		cost: sum(known.cost, more.cost)
	};
}
function joined(a, b) {
	const [last, first] = isLater(a, b) ? [a, b] : [b, a];
	const times = [a.exposed_for_ms, b.exposed_for_ms].filter((time) => time !== null);
	return {
		...last,
		vendor: a.vendor === null || b.vendor === null ? null : a.vendor,
		key: last.key ?? first.key,
		outcomes: distinct([...first.outcomes, ...last.outcomes]).toSorted((x, y) => order(x.at, y.at)),
		exposed_for_ms: times.length === 0 ? null : Math.max(...times),
		matches: distinct([...first.matches, ...last.matches]).toSorted(byPlace)
	};
}
function isLater(a, b) {
	const isDead = (finding) => finding.verdict.validity === "inactive";
	if (isDead(a) !== isDead(b)) return isDead(a);
	const [aAt, bAt] = [a.verdict.checked_at ?? "", b.verdict.checked_at ?? ""];
	return aAt === bAt ? require_exit.byUrgency(a, b) < 0 : aAt > bAt;
}
function distinct(items) {
	return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
function byPlace(a, b) {
	return order(a.repository ?? "", b.repository ?? "") || order(a.path ?? "", b.path ?? "") || a.line - b.line || a.column - b.column;
}
function order(a, b) {
	return a < b ? -1 : a > b ? 1 : 0;
}
Object.defineProperty(exports, "Merger", {
	enumerable: true,
	get: function() {
		return Merger;
	}
});
