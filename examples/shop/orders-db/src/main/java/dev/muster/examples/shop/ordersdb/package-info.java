/** The database of orders, as a service of its own. */
@NullMarked
package dev.muster.examples.shop.ordersdb;

import org.jspecify.annotations.NullMarked;
