import { r as human, t as json } from "./json.js";
const reporters = {
	human,
	json
};
export { reporters };
