const require_list_pages = require("./list-pages.js");
const require_schemas = require("./schemas.js");
const require_octokit = require("./octokit.js");
const require_text = require("./text.js");
const require_spooled = require("./spooled.js");
const require_read_file = require("./read-file.js");
// src/github/changed-lists.ts
async function* changedByPage(ask, since) {
	const seen = new Map();
	let from = since;
	let isNew = false;
	for (let page = 1;;) {
		const { items, hasNext } = await ask(from, page);
		for (const item of items) {
			const version = `${item.id} ${item.updated_at}`;
			if (seen.has(version)) continue;
			seen.set(version, item.updated_at);
			isNew = true;
			yield item;
		}
		const last = items.at(-1)?.updated_at;
		const next = hasNext && last !== void 0 ? secondBefore(last) : null;
		const isFurther = next !== null && (from === null || next > from);
		if (hasNext && !isFurther) page++;
		else if (page > 1 && isNew) [page, isNew] = [1, false];
		else if (isFurther) {
			for (const [version, at] of seen) if (at < next) seen.delete(version);
			[from, page, isNew] = [
				next,
				1,
				false
			];
		} else return;
	}
}
function secondBefore(time) {
	return new Date(Date.parse(time) - 1e3).toISOString().replace(".000Z", "Z");
}
async function* changedByCursor(read, since, largest) {
	if (since === null) {
		for await (const nodes of require_list_pages.pages(read("ASC"), largest)) yield* nodes.filter((node) => node !== null);
		return;
	}
	const seen = new Set();
	for (let from = since;;) {
		let count = 0;
		let newest = null;
		newestFirst: for await (const nodes of require_list_pages.pages(read("DESC"), largest)) {
			count++;
			for (const node of nodes) {
				if (node === null) continue;
				newest ??= node.updatedAt;
				if (node.updatedAt < from) break newestFirst;
				const version = `${node.id} ${node.updatedAt}`;
				if (!seen.has(version)) yield node;
				seen.add(version);
			}
		}
		if (count <= 1 || newest === null) return;
		from = newest;
	}
}
// src/github/comments.ts
var Comments = class {
	#reader;
	#place;
	constructor(reader, place) {
		this.#reader = reader;
		this.#place = place;
	}
	async *onIssues(since) {
		yield* this.#changed("comment", since, (parameters) => this.#reader.octokit.rest.issues.listCommentsForRepo(parameters));
	}
	async *onLines(since) {
		yield* this.#changed("review comment", since, (parameters) => this.#reader.octokit.rest.pulls.listReviewCommentsForRepo(parameters));
	}
	async *#changed(kind, since, list) {
		const order = {
			sort: "updated",
			direction: "asc",
			per_page: 100
		};
		const { owner, repo } = this.#place;
		const ask = async (from, page) => {
			try {
				const more = from === null ? {} : { since: from };
				const { data, headers } = await list({
					owner,
					repo,
					...order,
					page,
					...more
				});
				return {
					items: data,
					hasNext: /rel="next"/.test(headers.link ?? "")
				};
			} catch (error) {
				throw require_octokit.failure(`list the ${kind}s of ${owner}/${repo}`, error);
			}
		};
		for await (const comment of changedByPage(ask, since)) yield shown$1(kind, comment);
	}
};
function shown$1(kind, comment) {
	const { node_id: id, html_url: url, body, created_at, updated_at } = comment;
	const [, page, number] = /\/(issues|pull)\/(\d+)/.exec(url) ?? [];
	const isPullRequest = page === "pull";
	return {
		id,
		where: `${isPullRequest ? "pull request" : "issue"} #${number}, ${kind}`,
		url,
		text: body ?? "",
		isPullRequest,
		isEdited: updated_at > created_at
	};
}
// src/github/talk-queries.ts
const textFields = "id url body lastEditedAt";
const order = "orderBy: { field: UPDATED_AT, direction: $direction }";
const titleFields = `number title updatedAt ${textFields}
  timelineItems(itemTypes: [RENAMED_TITLE_EVENT], first: 20) { nodes { ... on RenamedTitleEvent { previousTitle } } }`;
const textShape = require_schemas.object({
	id: require_schemas.string(),
	url: require_schemas.string(),
	body: require_schemas.string(),
	lastEditedAt: require_schemas.nullable(require_schemas.string())
});
const titledShape = require_schemas.extend(textShape, {
	number: require_schemas.int(),
	title: require_schemas.string(),
	updatedAt: require_schemas.string(),
	timelineItems: require_schemas.optional(require_schemas.object({ nodes: require_schemas.nullable(require_schemas.array(require_schemas.nullable(require_schemas.object({ previousTitle: require_schemas.optional(require_schemas.string()) })))) }))
});
const texts = require_list_pages.connectionOf(textShape);
const replied = require_schemas.extend(textShape, { replies: texts });
const issuesQuery = `query Issues($id: ID!, $first: Int!, $after: String, $direction: OrderDirection!,
    $filterBy: IssueFilters) {
  node(id: $id) { ... on Repository {
    hasIssuesEnabled
    issues(first: $first, after: $after, ${order}, filterBy: $filterBy) { ${require_list_pages.connectionFields} nodes { ${titleFields} } }
  } }
}`;
const issuesShape = require_schemas.object({ node: require_schemas.object({
	hasIssuesEnabled: require_schemas.boolean(),
	issues: require_list_pages.connectionOf(titledShape)
}) });
const pullRequestsQuery = `query PullRequests($id: ID!, $first: Int!, $after: String, $direction: OrderDirection!,
    $comments: Boolean!) {
  node(id: $id) { ... on Repository {
    pullRequests(first: $first, after: $after, ${order}) { ${require_list_pages.connectionFields} nodes {
      ${titleFields}
      reviews(first: 40) { ${require_list_pages.connectionFields} nodes { ${textFields} } }
      comments(first: 40) @include(if: $comments) { ${require_list_pages.connectionFields} nodes { ${textFields} } }
    } }
  } }
}`;
const pullRequestsShape = require_schemas.object({ node: require_schemas.object({ pullRequests: require_list_pages.connectionOf(require_schemas.extend(titledShape, {
	reviews: texts,
	comments: require_schemas.optional(texts)
})) }) });
const discussionsQuery = `query Discussions($id: ID!, $first: Int!, $after: String, $direction: OrderDirection!) {
  node(id: $id) { ... on Repository {
    discussions(first: $first, after: $after, ${order}) { ${require_list_pages.connectionFields} nodes {
      number title updatedAt ${textFields}
      comments(first: 20) { ${require_list_pages.connectionFields} nodes {
        ${textFields} replies(first: 20) { ${require_list_pages.connectionFields} nodes { ${textFields} } }
      } }
    } }
  } }
}`;
const discussionsShape = require_schemas.object({ node: require_schemas.object({ discussions: require_list_pages.connectionOf(require_schemas.extend(titledShape, { comments: require_list_pages.connectionOf(replied) })) }) });
const restQueries = {
	reviews: rest("PullRequest", `reviews(first: $first, after: $after) { ${require_list_pages.connectionFields} nodes { ${textFields} } }`),
	comments: rest("PullRequest", `comments(first: $first, after: $after) { ${require_list_pages.connectionFields} nodes { ${textFields} } }`),
	discussion: rest("Discussion", `comments(first: $first, after: $after) { ${require_list_pages.connectionFields} nodes {
      ${textFields} replies(first: 20) { ${require_list_pages.connectionFields} nodes { ${textFields} } }
    } }`),
	replies: rest("DiscussionComment", `replies(first: $first, after: $after) { ${require_list_pages.connectionFields} nodes { ${textFields} } }`)
};
const restShape = require_schemas.object({ node: require_schemas.object({
	reviews: require_schemas.optional(texts),
	comments: require_schemas.optional(require_list_pages.connectionOf(require_schemas.extend(textShape, { replies: require_schemas.optional(texts) }))),
	replies: require_schemas.optional(texts)
}) });
function rest(type, connection) {
	return `query Rest${type}($id: ID!, $first: Int!, $after: String) {
  node(id: $id) { ... on ${type} { ${connection} } }
}`;
}
const editsQuery = `query Edits($ids: [ID!]!, $first: Int!, $after: String) {
  nodes(ids: $ids) { ... on Comment { body ${`userContentEdits(first: $first, after: $after) { ${require_list_pages.connectionFields} nodes { diff } }`} } }
}`;
const editsShape = require_schemas.object({ nodes: require_schemas.array(require_schemas.nullable(require_schemas.object({
	body: require_schemas.string(),
	userContentEdits: require_schemas.nullable(require_list_pages.connectionOf(require_schemas.object({ diff: require_schemas.nullable(require_schemas.string()) })))
}))) });
// src/github/edits.ts
const mostTexts = 50;
const mostVersions = 50;
var Edits = class {
	#reader;
	#missed;
	#waiting = new Map();
	constructor(reader, missed) {
		this.#reader = reader;
		this.#missed = missed;
	}
	add(text) {
		this.#waiting.set(text.id, text);
	}
	get isFull() {
		return this.#waiting.size >= mostTexts;
	}
	async *take() {
		const texts = [...this.#waiting.values()];
		this.#waiting.clear();
		try {
			yield* this.#versions(texts);
		} catch (error) {
			if (!(error instanceof require_octokit.GitHubFailure)) throw error;
			this.#missed(`former versions of ${texts.length} texts`, error.message);
		}
	}
	async *#versions(texts) {
		if (texts.length === 0) return;
		let nodes;
		try {
			nodes = await this.#ask(texts.map(({ id }) => id), mostVersions, null, texts.length > 1);
		} catch (error) {
			if (texts.length === 1 || !require_list_pages.isTooMuch(error)) throw error;
			const middle = texts.length >> 1;
			yield* this.#versions(texts.slice(0, middle));
			yield* this.#versions(texts.slice(middle));
			return;
		}
		for (const [i, node] of nodes.entries()) {
			const of = texts[i];
			if (!node?.userContentEdits || !of) continue;
			const { nodes: edits, end } = require_list_pages.pageOf(node.userContentEdits);
			const seen = new Set([node.body]);
			for (const edit of edits) yield* fresh(of, edit?.diff, seen);
			if (end === null) continue;
			for await (const more of require_list_pages.pages((first, after, isHasty) => this.#page(of.id, first, after ?? end, isHasty))) for (const edit of more) yield* fresh(of, edit?.diff, seen);
		}
	}
	async #page(id, first, after, isHasty) {
		const [node] = await this.#ask([id], first, after, isHasty);
		return node?.userContentEdits ? require_list_pages.pageOf(node.userContentEdits) : {
			total: 0,
			nodes: [],
			end: null
		};
	}
	async #ask(ids, first, after, isHasty) {
		const what = "show former versions";
		const { data, errors } = await this.#reader.query(what, editsQuery, {
			ids,
			first,
			after
		}, isHasty);
		const refused = errors.filter(({ type }) => type !== "NOT_FOUND");
		if (!data || refused.some(({ type }) => type === "RESOURCE_LIMITS_EXCEEDED")) throw require_list_pages.refusal(what, refused);
		for (const { message } of refused) this.#missed("a former version", message);
		return require_list_pages.shaped(editsShape, what, data).nodes;
	}
};
function* fresh(of, diff, seen) {
	if (typeof diff !== "string" || diff === "" || seen.has(diff)) return;
	seen.add(diff);
	yield {
		of,
		text: diff
	};
}
// src/github/releases.ts
var Releases = class {
	#reader;
	#origin;
	#place;
	constructor(reader, apiUrl, place) {
		this.#reader = reader;
		this.#origin = new URL(apiUrl).origin;
		this.#place = place;
	}
	async *all() {
		const seen = new Set();
		const { owner, repo } = this.#place;
		try {
			for (let isNew = true; isNew;) {
				isNew = false;
				let count = 0;
				const { paginate, rest } = this.#reader.octokit;
				for await (const { data } of paginate.iterator(rest.repos.listReleases, {
					owner,
					repo,
					per_page: 100
				})) {
					count++;
					for (const release of data) {
						if (seen.has(release.id)) continue;
						seen.add(release.id);
						if (count > 1) isNew = true;
						yield shown(release);
					}
				}
			}
		} catch (error) {
			throw require_octokit.failure(`list the releases of ${owner}/${repo}`, error);
		}
	}
	async open({ id, name }) {
		const { owner, repo } = this.#place;
		const path = `/repos/${owner}/${repo}/releases/assets/${id}`;
		const { octokit } = this.#reader;
		return require_spooled.openRedirected(octokit, this.#origin, path, `give the asset ${require_text.visible(name.slice(0, 100))}`, "application/octet-stream");
	}
};
function shown({ tag_name: tag, name, body, html_url: url, updated_at, assets }) {
	return {
		tag,
		text: `${name ?? tag}\n\n${body ?? ""}`,
		url,
		changedAt: updated_at ?? null,
		assets: assets.filter(({ state }) => state === "uploaded").map((asset) => ({
			id: asset.id,
			name: asset.name,
			size: asset.size,
			changedAt: asset.updated_at
		}))
	};
}
// src/github/talk.ts
const discussionsAtOnce = 25;
var Talk = class {
	reader;
	hasIssues = null;
	#id;
	#place;
	#missed;
	constructor({ id, owner, repo, missed, ...options }) {
		this.reader = new require_spooled.Reader(options);
		this.#missed = missed;
		this.#id = id;
		this.#place = {
			owner,
			repo
		};
	}
	async *issues(since) {
		const filter = since === null ? {} : { filterBy: { since } };
		const read = this.#pagesOf("list the issues", issuesQuery, issuesShape, filter, ({ node }) => {
			this.hasIssues = node.hasIssuesEnabled;
			return node.issues;
		});
		for await (const issue of changedByCursor(read, null)) yield* titled("issue", issue);
	}
	async *pullRequests(since) {
		for await (const pull of this.#pulls(since, false)) {
			const where = `pull request #${pull.number}`;
			yield* titled("pull request", pull);
			for await (const review of this.#all(pull.reviews, "reviews", pull.id, where)) yield* written(`${where}, review`, review);
		}
	}
	async *pullRequestComments(since) {
		for await (const { id, number, comments } of this.#pulls(since, true)) {
			if (!comments) continue;
			const where = `pull request #${number}`;
			for await (const comment of this.#all(comments, "comments", id, where)) yield* written(`${where}, comment`, comment);
		}
	}
	#pulls(since, comments) {
		return changedByCursor(this.#pagesOf("list the pull requests", pullRequestsQuery, pullRequestsShape, { comments }, ({ node }) => node.pullRequests), since);
	}
	async *discussions(since) {
		const read = this.#pagesOf("list the discussions", discussionsQuery, discussionsShape, {}, ({ node }) => node.discussions);
		for await (const discussion of changedByCursor(read, since, discussionsAtOnce)) {
			const where = `discussion #${discussion.number}`;
			yield* titled("discussion", discussion);
			for await (const comment of this.#all(discussion.comments, "discussion", discussion.id, where)) {
				yield* written(`${where}, comment`, comment);
				if (!comment.replies) continue;
				for await (const reply of this.#all(comment.replies, "replies", comment.id, where)) yield* written(`${where}, reply`, reply);
			}
		}
	}
	#pagesOf(what, query, shape, more, pick) {
		return (direction) => async (first, after, isHasty) => {
			const variables = {
				id: this.#id,
				first,
				after,
				direction,
				...more
			};
			const of = `${this.#place.owner}/${this.#place.repo}`;
			return require_list_pages.pageOf(pick(await this.#ask(`${what} of ${of}`, query, shape, variables, isHasty)));
		};
	}
	async *#all(begun, kind, id, where) {
		const page = require_list_pages.pageOf(begun);
		yield* page.nodes.filter((node) => node !== null);
		if (page.end === null) return;
		const read = async (first, after, isHasty) => {
			const variables = {
				id,
				first,
				after: after ?? page.end
			};
			const { node } = await this.#ask(`show all of ${where}`, restQueries[kind], restShape, variables, isHasty);
			const connection = node.reviews ?? node.comments ?? node.replies;
			if (!connection) throw require_list_pages.refusal(`show all of ${where}`, []);
			return require_list_pages.pageOf(connection);
		};
		for await (const nodes of require_list_pages.pages(read)) yield* nodes.filter((node) => node !== null);
	}
	async #ask(what, query, shape, variables, isHasty) {
		const { data, errors } = await this.reader.query(what, query, variables, isHasty);
		const { node } = data ?? {};
		if (!node || require_list_pages.isCutOff(errors)) throw require_list_pages.refusal(what, errors);
		const fitting = require_list_pages.shaped(shape, what, data);
		for (const { message } of errors) this.#missed(what.replace(/^(list|show) /, ""), message);
		return fitting;
	}
};
function* titled(kind, node) {
	const { id, url, number, title, body } = node;
	const where = `${kind} #${number}`;
	const isPullRequest = kind === "pull request";
	const isEdited = node.lastEditedAt !== null;
	yield {
		id,
		where,
		url,
		text: `${title}\n\n${body}`,
		isPullRequest,
		isEdited
	};
	for (const { previousTitle = "" } of (node.timelineItems?.nodes ?? []).filter((each) => each !== null)) yield {
		id,
		where: `${where}, former title`,
		url,
		text: previousTitle,
		isPullRequest,
		isEdited: false
	};
}
function* written(where, { id, url, body, lastEditedAt }) {
	const isEdited = lastEditedAt !== null;
	if (body === "" && !isEdited) return;
	yield {
		id,
		where,
		url,
		text: body,
		isPullRequest: where.startsWith("pull request"),
		isEdited
	};
}
// src/sources/talk-feed.ts
const attachment = /\/(?:user-attachments\/)?files\/(?:\d+\/)?[^\s()<>"'\]]+/g;
var TalkFeed = class {
	#sink;
	#coverage;
	#urls;
	#attachments = 0;
	constructor(sink, coverage, urls) {
		this.#sink = sink;
		this.#coverage = coverage;
		this.#urls = urls;
	}
	text(path, url, text) {
		const bytes = Buffer.from(text);
		this.#sink.whole(this.#provenance(path, url), bytes);
		this.#coverage.files++;
		this.#coverage.bytes += bytes.length;
		if (text.includes("/files/")) this.#attachments += text.match(attachment)?.length ?? 0;
	}
	file(path, url, file) {
		const sink = this.#sink;
		sink.open(this.#provenance(path, url), [], file);
		try {
			for (;;) {
				const { room } = sink;
				const read = file.next(room);
				if (read === 0) break;
				this.#coverage.bytes += read;
				sink.write(room.subarray(0, read));
			}
		} finally {
			sink.close();
			this.#coverage.files++;
		}
	}
	finish() {
		if (this.#attachments === 0) return;
		const what = this.#attachments === 1 ? "1 attachment" : `${this.#attachments} attachments`;
		this.#coverage.leftOut(what, "files that people attached to what they wrote are not downloaded");
	}
	#provenance(path, url) {
		const provenance = {
			kind: "log",
			path
		};
		this.#urls.set(provenance, url);
		return provenance;
	}
};
// src/sources/talk-releases.ts
var ReleaseReader = class {
	#releases;
	#feed;
	#coverage;
	#limits;
	constructor(releases, feed, coverage, limits) {
		this.#releases = releases;
		this.#feed = feed;
		this.#coverage = coverage;
		this.#limits = limits;
	}
	async read(since) {
		const isNew = (at) => since === null || at === null || at >= since;
		for await (const release of this.#releases.all()) {
			if (isNew(release.changedAt)) this.#feed.text(`release ${release.tag}`, release.url, release.text);
			for (const asset of release.assets) if (isNew(asset.changedAt)) await this.#asset(release, asset);
		}
	}
	async #asset({ tag, url }, asset) {
		const path = `release ${tag}: ${asset.name}`;
		const { maxFileSize, clock } = this.#limits;
		try {
			if (asset.size > maxFileSize) throw new require_spooled.TooLarge(`${asset.size} bytes`);
			const file = await require_spooled.spooled(() => this.#releases.open(asset), maxFileSize, clock);
			try {
				this.#feed.file(path, url, file);
			} finally {
				file.close();
			}
		} catch (error) {
			if (error instanceof require_spooled.TooLarge) this.#coverage.missed(path, `${error.message}, over --max-file-size`);
			else if (error instanceof require_octokit.GitHubFailure) this.#coverage.missed(path, error.message);
			else this.#coverage.missed(path, require_read_file.reasonOf(error));
		}
	}
};
// src/sources/talk.ts
function talkSource(request) {
	const urls = new WeakMap();
	let reader = null;
	return {
		name: "org",
		target: request.repository.name,
		read(sink, coverage) {
			reader = new TalkReader(request, new TalkFeed(sink, coverage, urls), coverage);
			return reader.read();
		},
		refine: async (matches) => matches.map((match) => ({
			...match,
			url: urls.get(match.provenance) ?? null
		})),
		get calls() {
			return reader?.calls ?? 0;
		}
	};
}
var TalkReader = class {
	#request;
	#feed;
	#coverage;
	#talk;
	#comments;
	#edits;
	#releases;
	constructor(request, feed, coverage) {
		this.#request = request;
		this.#feed = feed;
		this.#coverage = coverage;
		const { repository, connection, clock, log } = request;
		const [owner = "", repo = ""] = repository.name.split("/");
		const missed = (what, why) => coverage.missed(what, why);
		this.#talk = new Talk({
			...connection,
			id: repository.id,
			owner,
			repo,
			clock,
			log,
			missed
		});
		const { reader } = this.#talk;
		this.#comments = new Comments(reader, {
			owner,
			repo
		});
		this.#edits = new Edits(reader, missed);
		const releases = new Releases(reader, connection.apiUrl, {
			owner,
			repo
		});
		this.#releases = new ReleaseReader(releases, feed, coverage, request);
	}
	get calls() {
		return this.#talk.reader.calls;
	}
	async read() {
		const isAsked = (surface) => this.#request.surfaces.includes(surface);
		const { since } = this.#request;
		const hasIssues = isAsked("issues");
		const hasPulls = isAsked("pull-requests");
		if (hasIssues) await this.#surface("issues", () => this.#all(this.#talk.issues(since.issues ?? null)));
		if (hasPulls) {
			const from = since["pull-requests"] ?? null;
			await this.#surface("pull requests", () => this.#all(this.#talk.pullRequests(from)));
			await this.#surface("review comments", () => this.#all(this.#comments.onLines(from)));
		}
		if (hasIssues || hasPulls) await this.#surface("comments", () => this.#conversations(hasIssues, hasPulls));
		if (hasIssues && this.#talk.hasIssues === false) this.#coverage.leftOut("issues", "they are switched off in this repository");
		if (isAsked("discussions")) await this.#surface("discussions", () => this.#all(this.#talk.discussions(since.discussions ?? null)));
		if (isAsked("releases")) await this.#surface("releases", () => this.#releases.read(since.releases ?? null));
		await this.#formerVersions();
		this.#feed.finish();
	}
	async #conversations(hasIssues, hasPulls) {
		const { since } = this.#request;
		const ofIssues = hasIssues ? since.issues : since["pull-requests"];
		const ofPulls = hasPulls ? since["pull-requests"] : since.issues;
		const from = ofIssues === void 0 || ofPulls === void 0 ? null : ofIssues < ofPulls ? ofIssues : ofPulls;
		try {
			if (this.#talk.hasIssues !== false) return await this.#all(this.#comments.onIssues(from), ({ isPullRequest }) => isPullRequest ? hasPulls : hasIssues);
		} catch (error) {
			if (!(error instanceof require_octokit.GitHubFailure && (error.status === 404 || error.status === 410)) || hasIssues && error.status === 404) throw error;
			this.#talk.hasIssues = false;
		}
		if (hasPulls) await this.#all(this.#talk.pullRequestComments(since["pull-requests"] ?? null));
	}
	async #surface(what, read) {
		try {
			await read();
		} catch (error) {
			if (!(error instanceof require_octokit.GitHubFailure)) throw error;
			this.#coverage.missed(what, error.message);
		}
	}
	async #all(texts, isWanted = () => true) {
		for await (const text of texts) {
			if (!isWanted(text)) continue;
			this.#feed.text(text.where, text.url, text.text);
			if (text.isEdited) this.#edits.add(text);
			if (this.#edits.isFull) await this.#formerVersions();
		}
	}
	async #formerVersions() {
		for await (const { of, text } of this.#edits.take()) this.#feed.text(`${of.where}, edited`, of.url, text);
	}
};
exports.talkSource = talkSource;
