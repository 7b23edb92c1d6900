const require_text = require("./text.js");
const require_schemas = require("./schemas.js");
const require_octokit = require("./octokit.js");
// src/github/list-pages.ts
const mostAtOnce = 100;
const withoutListing = "GitHub counts them and does not list them";
function connectionOf(node) {
	return require_schemas.object({
		totalCount: require_schemas.int(),
		pageInfo: require_schemas.object({
			hasNextPage: require_schemas.boolean(),
			endCursor: require_schemas.nullable(require_schemas.string())
		}),
		nodes: require_schemas.nullable(require_schemas.array(require_schemas.nullable(node)))
	});
}
const connectionFields = "totalCount pageInfo { hasNextPage endCursor }";
function pageOf(connection) {
	const { totalCount: total, pageInfo, nodes } = connection;
	return {
		total,
		nodes: nodes ?? [],
		end: pageInfo.hasNextPage ? pageInfo.endCursor : null
	};
}
async function* pages(read, largest = mostAtOnce) {
	let first = largest;
	let after = null;
	for (;;) {
		let page;
		try {
			page = await read(first, after, first > 1);
		} catch (error) {
			if (first === 1 || !isTooMuch(error)) throw error;
			first = Math.ceil(first / 2);
			continue;
		}
		yield page.nodes;
		if (page.end === null) return page.total;
		after = page.end;
	}
}
function isTooMuch(error) {
	return error instanceof require_octokit.GitHubFailure && error.mayHaveWorked;
}
function isCutOff(errors) {
	return errors.some(({ type }) => type === "RESOURCE_LIMITS_EXCEEDED");
}
function refusal(what, errors) {
	const [first] = errors;
	const isUnknown = first === void 0 || first.type === "NOT_FOUND";
	if (isCutOff(errors)) return new require_octokit.GitHubFailure(`GitHub did not ${what}: 504 ${first?.message}`, 504);
	const status = isUnknown ? 404 : first.type === "FORBIDDEN" ? 403 : 422;
	const why = isUnknown ? "there is none, or it is not ours to see" : first.message;
	return new require_octokit.GitHubFailure(`GitHub did not ${what}: ${status} ${why}`, status);
}
function shaped(shape, what, data) {
	const { success, data: fitting, error } = shape.safeParse(data);
	if (success) return fitting;
	const where = error.issues[0]?.path.join(".") ?? "";
	throw new require_octokit.GitHubFailure(`GitHub did not ${what}: its answer is of another shape at ${require_text.visible(where)}`, 200);
}
function withoutSignOn({ headers }) {
	const header = String(headers["x-github-sso"] ?? "");
	const [, organisations = ""] = /^partial-results;\s*organizations=([\d,]+)/.exec(header) ?? [];
	return organisations === "" ? null : `organisations ${organisations.replaceAll(",", ", ")}`;
}
Object.defineProperty(exports, "connectionFields", {
	enumerable: true,
	get: function() {
		return connectionFields;
	}
});
Object.defineProperty(exports, "connectionOf", {
	enumerable: true,
	get: function() {
		return connectionOf;
	}
});
Object.defineProperty(exports, "isCutOff", {
	enumerable: true,
	get: function() {
		return isCutOff;
	}
});
Object.defineProperty(exports, "isTooMuch", {
	enumerable: true,
	get: function() {
		return isTooMuch;
	}
});
Object.defineProperty(exports, "pageOf", {
	enumerable: true,
	get: function() {
		return pageOf;
	}
});
Object.defineProperty(exports, "pages", {
	enumerable: true,
	get: function() {
		return pages;
	}
});
Object.defineProperty(exports, "refusal", {
	enumerable: true,
	get: function() {
		return refusal;
	}
});
Object.defineProperty(exports, "shaped", {
	enumerable: true,
	get: function() {
		return shaped;
	}
});
Object.defineProperty(exports, "withoutListing", {
	enumerable: true,
	get: function() {
		return withoutListing;
	}
});
Object.defineProperty(exports, "withoutSignOn", {
	enumerable: true,
	get: function() {
		return withoutSignOn;
	}
});
