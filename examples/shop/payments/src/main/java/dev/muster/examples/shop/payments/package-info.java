/** Charges customers. */
@NullMarked
package dev.muster.examples.shop.payments;

import org.jspecify.annotations.NullMarked;
