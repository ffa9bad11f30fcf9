-- The simulator sums what was given back of an order, and must not read every refund for that.
CREATE INDEX payment_simulator_refund_of_order ON payment_simulator_refund (area, order_number);
