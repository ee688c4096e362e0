/** The shop's pages. */
@NullMarked
package dev.muster.examples.shop.storefront;

import org.jspecify.annotations.NullMarked;
