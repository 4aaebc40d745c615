/** Handlebars without its parser and compiler; the package's types forget that there is anything in it. */
declare module "handlebars/runtime.js" {
  import Handlebars from "handlebars";
  export default Handlebars;
}
