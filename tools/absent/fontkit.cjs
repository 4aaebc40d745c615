/** In the place of the fontkit that pdfkit opens fonts with; ours come opened. A text that needs fontkit loads it. */
exports.create = () => {
  throw new Error("fonts are opened before they are embedded");
};
