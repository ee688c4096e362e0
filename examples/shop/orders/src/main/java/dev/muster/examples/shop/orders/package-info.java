/** Takes orders, has them paid, and remembers them. */
@NullMarked
package dev.muster.examples.shop.orders;

import org.jspecify.annotations.NullMarked;
