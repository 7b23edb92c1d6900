const require_octokit = require("./octokit.js");
let node_timers_promises = require("node:timers/promises");
// src/github/issues.ts
const longest = {
	title: 256,
	body: 6e4
};
const cutNote = "\n\n(Cut here: the rest does not fit into an issue.)\n";
const settleMs = 2e3;
function githubIssues(options) {
	const octokit = require_octokit.connect(options, options.log);
	const [owner = "", repo = ""] = options.repo.split("/");
	const place = {
		owner,
		repo
	};
	let login = null;
	function ownLogin() {
		login ??= octokit.rest.users.getAuthenticated().then(({ data }) => data.login, (error) => {
			const refused = require_octokit.failure("say whose token this is", error);
			if (refused.status === 403 && !/rate limit/i.test(refused.message)) return "github-actions[bot]";
			login = null;
			throw refused;
		});
		return login;
	}
	async function find(marker) {
		const creator = await ownLogin();
		try {
			const pages = octokit.paginate.iterator(octokit.rest.issues.listForRepo, {
				...place,
				creator,
				state: "all",
				per_page: 100
			});
			for await (const { data } of pages) {
				const found = data.find((issue) => isOurs(issue, creator) && (issue.body ?? "").includes(marker));
				if (found) return shown(found);
			}
			return null;
		} catch (error) {
			throw require_octokit.failure(`list the issues of ${options.repo}`, error);
		}
	}
	async function post(title, body) {
		try {
			const request = { retries: 0 };
			const { data } = await octokit.rest.issues.create({
				...place,
				...fitted(title, body),
				request
			});
			return shown(data);
		} catch (error) {
			throw require_octokit.failure(`create an issue in ${options.repo}`, error);
		}
	}
	return {
		find,
		async create(title, body, marker) {
			const earlier = await find(marker);
			if (earlier) return earlier;
			try {
				return await post(title, body);
			} catch (error) {
				if (!(error instanceof require_octokit.GitHubFailure) || !error.mayHaveWorked) throw error;
				options.log.warn("the answer to a new issue was lost; looking for it", { reason: error.message });
				await (0, node_timers_promises.setTimeout)(options.unpaced === true ? 0 : settleMs);
				return await find(marker) ?? await post(title, body);
			}
		},
		async update(number, title, body) {
			try {
				const change = {
					...place,
					issue_number: number,
					...fitted(title, body)
				};
				return shown((await octokit.rest.issues.update(change)).data);
			} catch (error) {
				throw require_octokit.failure(`update issue ${number} of ${options.repo}`, error);
			}
		}
	};
}
function isOurs(issue, login) {
	return issue.pull_request === void 0 && issue.user?.login.toLowerCase() === login.toLowerCase();
}
function shown({ number, html_url: url, title, body }) {
	return {
		number,
		url,
		title,
		body: body ?? ""
	};
}
function fitted(title, body) {
	if (body.length <= longest.body) return {
		title: title.slice(0, longest.title),
		body
	};
	const start = body.slice(0, longest.body - 51);
	const lineEnd = start.lastIndexOf("\n");
	return {
		title: title.slice(0, longest.title),
		body: start.slice(0, Math.max(lineEnd, 0)) + cutNote
	};
}
exports.githubIssues = githubIssues;
