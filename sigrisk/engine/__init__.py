"""The two evaluators: a readable one with reasons, and durable-rules."""
