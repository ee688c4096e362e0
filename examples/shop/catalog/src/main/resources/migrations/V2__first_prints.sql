insert into product (id, name, about, price, pattern, palette) values
('harbour-at-dusk', 'Harbour at dusk', 'The last ferry has left. Layered inks on heavy cotton paper.', 34.00, 'hills', '#f4c095 #d1495b #8d3b72 #2e294e #ffd7a8'),
('quarter-turns', 'Quarter turns', 'One tile, turned four ways, until it stops being a tile.', 29.00, 'arcs', '#f7f3e9 #1d3557 #e63946 #f4a261'),
('bauhaus-kitchen', 'Bauhaus kitchen', 'Plates, pans, an onion. Everything round has met its square.', 38.50, 'blocks', '#fbf5e6 #0b6e4f #f2c14e #d1495b #22333b'),
('slow-radio', 'Slow radio', 'Rings of a station that plays one note a day.', 24.00, 'rings', '#14213d #fca311 #e5e5e5 #6d8ab8'),
('north-field', 'North field', 'What the hill sees when the barley is ready.', 34.00, 'hills', '#dfe9e4 #f2b134 #7fa650 #2f6f4f #fff1c1'),
('pixel-rain', 'Pixel rain', 'A halftone of last Tuesday. It rained.', 19.90, 'dots', '#e8f1f2 #13293d #006494 #1b98e0'),
('paper-suns', 'Paper suns', 'Cut with a dull knife by someone in a good mood.', 27.50, 'rays', '#fff4e0 #ff7f51 #ce4257 #720026'),
('little-city', 'Little city', 'Lights on, curtains open, nobody home.', 42.00, 'blocks', '#10002b #5a189a #ff9e00 #e0aaff #3c096c'),
('tidewater', 'Tidewater', 'Arcs of foam, counted and recounted.', 29.00, 'arcs', '#e0fbfc #3d5a80 #98c1d9 #ee6c4d'),
('old-growth', 'Old growth', 'Four hundred years, seen from above.', 31.00, 'rings', '#f1ede4 #6b4226 #a47148 #d4a373'),
('signal-and-noise', 'Signal and noise', 'Both are in there. Take your time.', 19.90, 'dots', '#211a1e #f4d35e #ee964b #f95738'),
('first-frost', 'First frost', 'The morning before anyone has walked on it.', 27.50, 'rays', '#edf6f9 #83c5be #006d77 #e29578');
