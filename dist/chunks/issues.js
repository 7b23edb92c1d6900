const require_once = require("./once.js");
const require_octokit = require("./octokit.js");
const require_visibility = require("./visibility.js");
let node_timers_promises = require("node:timers/promises");
// src/github/codeowners.ts
function ownersOf(path, codeowners) {
	return words(codeowners.split(/\r?\n/).findLast((each) => {
		const [pattern = ""] = words(each);
		return pattern !== "" && fits(pattern, path);
	}) ?? "").slice(1).flatMap((owner) => /^@([\w-]+)$/.exec(owner)?.[1] ?? []);
}
function words(line) {
	const [text = ""] = line.split(/(?:^|\s)#/);
	return text.split(/(?<!\\)\s+/).filter((word) => word !== "");
}
function fits(pattern, path) {
	if (pattern.startsWith("!") || /[[\]]/.test(pattern)) return false;
	const wanted = pattern.replaceAll("\\ ", " ").replace(/^\//, "").replace(/\/$/, "").split("/");
	const isTied = pattern.startsWith("/") || wanted.length > 1;
	const names = path.split("/");
	let used = new Set(isTied ? [0] : counts(0, names.length - 1));
	for (const part of wanted) {
		const least = Math.min(...used);
		used = part === "**" ? new Set(counts(least, names.length)) : after(part, names, used);
		if (used.size === 0) return false;
	}
	const last = wanted.at(-1);
	if (last === "*" && wanted.length > 1) return used.has(names.length);
	return pattern.endsWith("/") || last === "**" ? Math.min(...used) < names.length : true;
}
function after(part, names, used) {
	const ended = [...used].filter((n) => n < names.length && fitsName(part, names[n] ?? ""));
	return new Set(ended.map((n) => n + 1));
}
function counts(from, to) {
	return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
function fitsName(part, name) {
	let [p, n, star, from] = [
		0,
		0,
		-1,
		0
	];
	while (n < name.length) if (part[p] === "*") [star, from, p] = [
		p,
		n,
		p + 1
	];
	else if (p < part.length && (part[p] === "?" || part[p] === name[n])) [p, n] = [p + 1, n + 1];
	else if (star >= 0) [from, p, n] = [
		from + 1,
		star + 1,
		from + 1
	];
	else return false;
	return /^\**$/.test(part.slice(p));
}
// src/github/responsible.ts
const files = [
	".github/CODEOWNERS",
	"CODEOWNERS",
	"docs/CODEOWNERS"
];
const most = 10;
const mostPaths = 50;
async function responsibleFor(octokit, { repo: full, base }, places, log) {
	const [owner = "", repo = ""] = full.split("/");
	const at = {
		owner,
		repo
	};
	async function codeowners() {
		for (const path of files) try {
			const { data } = await octokit.rest.repos.getContent({
				...at,
				path,
				...base !== null && { ref: base }
			});
			if (!Array.isArray(data) && data.type === "file") return Buffer.from(data.content, "base64").toString();
		} catch (error) {
			const refused = require_octokit.failure(`show ${path}`, error);
			if (refused.status !== 404) throw refused;
		}
		return "";
	}
	async function author(commit) {
		const { data } = await octokit.rest.repos.getCommit({
			...at,
			ref: commit
		});
		const { author: by } = data;
		return by !== null && "login" in by && by.type === "User" ? [by.login] : [];
	}
	try {
		const text = await codeowners();
		const paths = places.flatMap(({ path }) => path ?? []).slice(0, mostPaths);
		const owners = [...new Set(paths.flatMap((path) => ownersOf(path, text)))];
		if (owners.length > 0) return owners.slice(0, most);
		const commit = places.find((place) => place.commit !== null)?.commit ?? null;
		return commit === null ? [] : await author(commit);
	} catch (error) {
		log.debug("nobody is assigned", { reason: require_octokit.failure("say who looks after a place", error).message });
		return [];
	}
}
// src/github/issues.ts
const settleMs = 2e3;
const label = "akguard";
function githubIssues(options) {
	const octokit = require_octokit.connect(options, options.log);
	const { log } = options;
	const [owner = "", repo = ""] = options.repo.split("/");
	const place = {
		owner,
		repo
	};
	const request = { retries: 0 };
	let own = null;
	let isPublic = null;
	let listed = null;
	async function ours() {
		own ??= require_once.ownLogin(octokit);
		try {
			return await own;
		} catch (error) {
			own = null;
			throw error;
		}
	}
	async function ourIssues() {
		const login = await ours();
		const found = [];
		try {
			const pages = octokit.paginate.iterator(octokit.rest.issues.listForRepo, {
				...place,
				...login === null ? {} : { creator: login },
				state: "all",
				sort: "created",
				direction: "asc",
				per_page: 100
			});
			for await (const { data } of pages) {
				const fitting = data.filter((issue) => !issue.pull_request && require_once.isBy(login, issue.user));
				found.push(...fitting.map(shown));
			}
		} catch (error) {
			throw require_octokit.failure(`list the issues of ${options.repo}`, error);
		}
		return found.toSorted((a, b) => a.number - b.number);
	}
	async function find(marker) {
		const [first = null, ...others] = (await ourIssues()).filter((issue) => issue.body.startsWith(marker));
		for (const other of first ? others.filter(({ isOpen }) => isOpen) : []) {
			const body = `${marker}\n\nDuplicate of #${first?.number}: two runs found the key at the same time.\n`;
			await change(other.number, {
				title: other.title,
				body,
				state: "closed",
				state_reason: "duplicate"
			}).catch((error) => log.warn("a duplicate issue stays open", { reason: require_octokit.failure("close it", error).message }));
		}
		return first;
	}
	async function post(title, body, assignees) {
		try {
			const { data, status } = await octokit.rest.issues.create({
				...place,
				...require_once.fitted(title, body),
				...assignees.length > 0 && { assignees: [...assignees] },
				request
			});
			if (!isMade(status)) throw new require_octokit.GitHubFailure(`GitHub did not create an issue in ${options.repo}: it answered ${status}; has the repository moved?`, 301);
			return shown(data);
		} catch (error) {
			const refused = require_octokit.failure(`create an issue in ${options.repo}`, error);
			if (refused.status === 422 && assignees.length > 0) return post(title, body, []);
			throw refused;
		}
	}
	async function mark(number) {
		try {
			await octokit.rest.issues.addLabels({
				...place,
				issue_number: number,
				labels: [label],
				request
			});
		} catch (error) {
			log.debug("the issue has no label", { reason: require_octokit.failure("label the issue", error).message });
		}
	}
	async function change(number, values) {
		const about = {
			...place,
			issue_number: number
		};
		try {
			return shown((await octokit.rest.issues.update({
				...about,
				...values
			})).data);
		} catch (error) {
			const refused = require_octokit.failure(`update issue ${number} of ${options.repo}`, error);
			if (refused.status !== 422 || values.state_reason === void 0) throw refused;
		}
		const { state_reason: _, ...rest } = values;
		return change(number, rest);
	}
	return {
		find,
		isPublic() {
			return isPublic ??= require_visibility.isPublicRepository(octokit, options.repo, log);
		},
		async peek(marker) {
			listed ??= ourIssues().catch((error) => {
				log.debug("earlier alerts are not known", { reason: require_octokit.failure("list issues", error).message });
				return [];
			});
			return (await listed).find((issue) => issue.body.startsWith(marker)) ?? null;
		},
		async responsible(places) {
			const { source } = options;
			return source == null ? [] : responsibleFor(octokit, source, places, log);
		},
		async create(title, body, marker, assignees = []) {
			const { thing: made, isNew } = await require_once.makeOnce({
				find: () => find(marker),
				post: () => post(title, body, assignees),
				settle: () => (0, node_timers_promises.setTimeout)(options.unpaced === true ? 0 : settleMs),
				log
			});
			if (!isNew) return made;
			await mark(made.number);
			return await find(marker).catch(() => null) ?? made;
		},
		async update(number, { title, body, isOpen }) {
			const state = isOpen === void 0 ? {} : isOpen ? {
				state: "open",
				state_reason: "reopened"
			} : {
				state: "closed",
				state_reason: "completed"
			};
			return change(number, {
				...require_once.fitted(title, body),
				...state
			});
		},
		async comment(number, text) {
			const body = require_once.fittedComment(text);
			try {
				await octokit.rest.issues.createComment({
					...place,
					issue_number: number,
					body,
					request
				});
			} catch (error) {
				log.warn("an issue could not be commented on", { reason: require_octokit.failure("take a comment", error).message });
			}
		}
	};
}
function shown({ number, html_url: url, title, body, state }) {
	return {
		number,
		url,
		title,
		body: body ?? "",
		isOpen: state === "open"
	};
}
function isMade(status) {
	return status === 201;
}
exports.githubIssues = githubIssues;
