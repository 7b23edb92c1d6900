const require_coverage = require("./coverage.js");
const require_blob = require("./blob.js");
const require_runtime = require("./runtime.js");
const require_scanner = require("./scanner.js");
const require_plan = require("./plan.js");
const require_exit = require("./exit.js");
const require_decide = require("./decide.js");
// src/io/time-left.ts
const firstAfterMs$1 = 2e3;
const firstAfterPart = .05;
const mostApart = 2;
const weight = .2;
var TimeLeft = class {
	#points = [];
	#end = null;
	at(done, total, now) {
		this.#points.push({
			now,
			done
		});
		const [first] = this.#points;
		if (first === void 0 || now - first.now < firstAfterMs$1) return null;
		const middle = first.now + (now - first.now) / 2;
		const late = this.#points.findLast((point) => point.now <= middle) ?? first;
		const speed = (done - late.done) / (now - late.now);
		const overall = (done - first.done) / (now - first.now);
		if (!(speed > 0 && speed < overall * mostApart && overall < speed * mostApart) || done < total * firstAfterPart) {
			this.#end = null;
			return null;
		}
		const end = now + (total - done) / speed;
		this.#end = this.#end === null ? end : this.#end + (end - this.#end) * weight;
		return Math.max(this.#end - now, 0);
	}
};
function inWords(ms) {
	const seconds = ms / 1e3;
	if (seconds < 10) return "a few seconds left";
	if (seconds < 57.5) return `about ${Math.round(seconds / 5) * 5} s left`;
	if (seconds < 5400) return `about ${Math.round(seconds / 60)} min left`;
	return `about ${Math.round(seconds / 3600)} h left`;
}
// src/io/progress.ts
const firstAfterMs = 1e3;
const everyMs = 200;
const blobsPerLook = 64;
const nothing = {
	watch: (sink) => sink,
	scanning: require_runtime.noProgress,
	startOrigins: () => {},
	origins: require_runtime.noProgress,
	end: () => {}
};
function showProgress(coverage, wanted, screen = process.stderr) {
	if (!wanted || screen.isTTY !== true) return nothing;
	const line = new Line(screen);
	let seen = 0;
	let finds = "";
	const scanned = (ms) => {
		const { objects, files, bytes } = coverage;
		return {
			title: "scanning",
			facts: [
				objects > 0 ? many(objects, "object") : many(files, "file"),
				`${megabytes(bytes)} MB`,
				`${megabytes(bytes / (ms / 1e3))} MB/s`
			]
		};
	};
	const found = () => ({
		title: `${finds}, looking for where they come from`,
		facts: []
	});
	const look = () => {
		if (++seen % blobsPerLook === 0) line.show(scanned);
	};
	return {
		watch: (sink) => ({
			get room() {
				return sink.room;
			},
			whole(provenance, bytes) {
				look();
				sink.whole(provenance, bytes);
			},
			open: (...blob) => sink.open(...blob),
			write(bytes) {
				look();
				sink.write(bytes);
			},
			close: () => sink.close()
		}),
		scanning: { reached: (done, total) => line.reached(done, total, scanned) },
		startOrigins(count) {
			finds = many(count, "find");
			line.showSoon(found);
		},
		origins: { reached: (done, total) => line.reached(done, total, found) },
		end: () => line.end()
	};
}
var Line = class {
	#screen;
	#started = Date.now();
	#due = this.#started + firstAfterMs;
	#shown = false;
	#left = new TimeLeft();
	#timer;
	constructor(screen) {
		this.#screen = screen;
	}
	show(words) {
		if (Date.now() >= this.#due) this.#write(words, []);
	}
	showSoon(words) {
		const wait = Math.max(this.#started + firstAfterMs - Date.now(), 0);
		this.#timer = setTimeout(() => this.#write(words, []), wait);
	}
	reached(done, total, words) {
		const now = Date.now();
		if (done >= total) this.#left = new TimeLeft();
		else if (now >= this.#due) {
			const left = this.#left.at(done, total, now);
			const part = `${Math.floor(100 * done / total)}%`;
			this.#write(words, left === null ? [part] : [part, inWords(left)]);
			return;
		}
		this.show(words);
	}
	#write(words, [part, left]) {
		const now = Date.now();
		this.#due = now + everyMs;
		this.#shown = true;
		const { title, facts } = words(now - this.#started);
		const all = [
			part,
			...facts,
			left
		].filter(Boolean);
		this.#screen.write(`\r\u001b[K${title}${all.length > 0 ? ": " : ""}${all.join(", ")}`);
	}
	end() {
		clearTimeout(this.#timer);
		if (this.#shown) this.#screen.write("\r\x1B[K");
		this.#shown = false;
	}
};
function many(count, thing) {
	return `${count.toLocaleString("en")} ${thing}${count === 1 ? "" : "s"}`;
}
function megabytes(bytes) {
	return (bytes / 1e6).toFixed(0);
}
// src/pipeline.ts
async function runPipeline(plan) {
	const { clock, log, subject } = plan;
	const started = clock.now();
	const coverage = new require_coverage.Coverage(plan.allowDamaged);
	const scanned = "finding" in subject ? only(subject.finding) : await scan(subject, await makeScanner(plan), coverage, plan);
	const { findings } = scanned;
	await plan.onFound?.(findings);
	log.debug("scanned", {
		findings: findings.length,
		complete: coverage.complete,
		bytes: coverage.bytes
	});
	const handled = findings.length === 0 ? [] : await handleFound(findings, plan);
	return conclude({
		...scanned,
		started,
		coverage,
		handled
	}, plan);
}
async function handleFound(findings, plan) {
	const { handle } = await Promise.resolve().then(() => require("./handle.js")).then((n) => n.handle_exports);
	return handle(findings, plan);
}
async function makeScanner({ rules }) {
	const { containers } = await Promise.resolve().then(() => require("./containers.js")).then((n) => n.containers_exports);
	return new require_scanner.Scanner(rules, containers);
}
async function scan(source, scanner, coverage, plan) {
	const display = showProgress(coverage, plan.progress);
	await source.read(display.watch(scanner), coverage, display.scanning).finally(() => display.end());
	for (const { provenance, ...gap } of scanner.gaps.splice(0)) coverage.notOpened(nameOf(provenance), gap);
	const matches = scanner.take();
	const findKeys = (bytes) => {
		scanner.whole({
			kind: "file",
			path: ""
		}, bytes);
		scanner.gaps.length = 0;
		return scanner.take().map(({ offset, line, column, secret }) => ({
			offset,
			line,
			column,
			fingerprint: secret.fingerprint
		}));
	};
	const refined = matches.length === 0 ? [] : await refine(source, matches, findKeys, coverage, display);
	const today = require_runtime.timestamp(plan.clock).slice(0, 10);
	const { unused, expired, ...marked } = require_scanner.suppress(refined.map(withPathExposure), plan.baseline ?? [], plan.isIgnored, today);
	return {
		findings: require_plan.groupFindings(marked.matches),
		unused,
		expired
	};
}
async function refine(source, matches, findKeys, coverage, display) {
	if (source.refine === void 0) return matches;
	display.startOrigins(matches.length);
	try {
		return await source.refine(matches, findKeys, coverage, display.origins);
	} finally {
		display.end();
	}
}
function nameOf(provenance) {
	return require_blob.pathOf(provenance) ?? ("id" in provenance ? `object ${provenance.id}` : "");
}
function only(finding) {
	return {
		findings: [finding],
		unused: [],
		expired: []
	};
}
function withPathExposure(match) {
	const path = require_blob.pathOf(match.provenance);
	return match.exposure !== null || path === null ? match : {
		...match,
		exposure: require_scanner.exposureOfPath(match.rule, path)
	};
}
function conclude({ started, coverage, handled, unused, expired }, plan) {
	const exitCode = require_exit.exitCodeFor({
		failOn: plan.failOn,
		complete: coverage.complete,
		verifyAsked: plan.api !== null,
		findings: handled.map(({ finding, verdict, decision, outcomes }) => ({
			validity: verdict.validity,
			suppressed: require_decide.isSuppressed(finding, verdict.validity),
			decision,
			outcomes
		}))
	});
	return require_exit.buildReport({
		version: plan.version,
		source: plan.subject.name,
		target: plan.subject.target,
		repository: repositoryOf(plan.subject),
		startedAt: new Date(started).toISOString(),
		durationMs: plan.clock.now() - started,
		coverage,
		baseline: plan.baseline === null ? null : {
			unused,
			expired
		},
		handled,
		exitCode
	});
}
function repositoryOf(subject) {
	return "repository" in subject ? subject.repository : void 0;
}
Object.defineProperty(exports, "TimeLeft", {
	enumerable: true,
	get: function() {
		return TimeLeft;
	}
});
Object.defineProperty(exports, "conclude", {
	enumerable: true,
	get: function() {
		return conclude;
	}
});
Object.defineProperty(exports, "inWords", {
	enumerable: true,
	get: function() {
		return inWords;
	}
});
Object.defineProperty(exports, "makeScanner", {
	enumerable: true,
	get: function() {
		return makeScanner;
	}
});
Object.defineProperty(exports, "repositoryOf", {
	enumerable: true,
	get: function() {
		return repositoryOf;
	}
});
Object.defineProperty(exports, "runPipeline", {
	enumerable: true,
	get: function() {
		return runPipeline;
	}
});
Object.defineProperty(exports, "scan", {
	enumerable: true,
	get: function() {
		return scan;
	}
});
