/** The prints that the shop sells. */
@NullMarked
package dev.muster.examples.shop.catalog;

import org.jspecify.annotations.NullMarked;
