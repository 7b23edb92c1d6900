const require_errors = require("./errors.js");
// src/sources/github-repository.ts
var GithubRepository = class {
	name = "org";
	target;
	repository;
	#parts;
	#partOf = new WeakMap();
	constructor(target, parts) {
		this.target = target;
		this.repository = target;
		this.#parts = parts;
	}
	async read(sink, coverage, progress) {
		for (const { what, source } of this.#parts) try {
			await source.read(this.#noting(sink, source), coverage, progress);
		} catch (error) {
			coverage.missed(what, require_errors.messageOf(error));
		}
	}
	async refine(matches, findKeys, coverage, progress) {
		const refined = [];
		for (const [source, own] of Map.groupBy(matches, ({ provenance }) => this.#partOf.get(provenance))) refined.push(...await source?.refine?.(own, findKeys, coverage, progress) ?? own);
		return refined;
	}
	#noting(sink, source) {
		const partOf = this.#partOf;
		return {
			get room() {
				return sink.room;
			},
			whole(provenance, bytes) {
				partOf.set(provenance, source);
				sink.whole(provenance, bytes);
			},
			open(provenance, ...rest) {
				partOf.set(provenance, source);
				sink.open(provenance, ...rest);
			},
			write: (bytes) => sink.write(bytes),
			close: () => sink.close()
		};
	}
};
exports.GithubRepository = GithubRepository;
