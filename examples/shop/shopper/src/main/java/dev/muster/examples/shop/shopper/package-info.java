/** Customers who are never asleep. */
@NullMarked
package dev.muster.examples.shop.shopper;

import org.jspecify.annotations.NullMarked;
