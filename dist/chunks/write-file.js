export { t as readText, n as writeWhole } from "./write-file2.js";
