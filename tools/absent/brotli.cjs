/** In the place of fontkit's Brotli, which only WOFF2 files need; the subsets we embed are made from TrueType files. */
module.exports = () => {
  throw new Error("WOFF2 fonts cannot be embedded; name the TTF file");
};
