# CEL's operators. A function without a value stands for an error of CEL.
package leitwerk.lib.cel

negate(true) := false

negate(false) := true

opposite(x) := 0 - x if is_number(x)

same(a, b) := a == b

different(a, b) := a != b

less(a, b) := a < b if comparable(a, b)

at_most(a, b) := a <= b if comparable(a, b)

more(a, b) := a > b if comparable(a, b)

at_least(a, b) := a >= b if comparable(a, b)

comparable(a, b) if {
	is_number(a)
	is_number(b)
}

comparable(a, b) if {
	is_string(a)
	is_string(b)
}

comparable(a, b) if {
	is_boolean(a)
	is_boolean(b)
}

add(a, b) := fitting(a + b) if {
	is_number(a)
	is_number(b)
	whole(a) == whole(b)
}

add(a, b) := concat("", [a, b]) if {
	is_string(a)
	is_string(b)
}

add(a, b) := array.concat(a, b) if {
	is_array(a)
	is_array(b)
}

subtract(a, b) := fitting(a - b) if {
	is_number(a)
	is_number(b)
	whole(a) == whole(b)
}

whole(x) := x == floor(x)

# An int has 64 bits.
fitting(x) := x if {
	x >= -9223372036854775808
	x <= 9223372036854775807
}

fitting(x) := x if whole(x) == false

# What a macro runs over: elements of a list, keys of an object.
elements(xs) := xs if is_array(xs)

elements(xs) := [key | some key, _ in xs] if is_object(xs)

size(x) := count(x) if is_string(x)

size(x) := count(x) if is_array(x)

size(x) := count(x) if is_object(x)

member(x, xs) := x in xs if is_array(xs)

member(x, xs) := x in object.keys(xs) if is_object(xs)

has_field(x, name) := name in object.keys(x) if is_object(x)

has_field(x, _) := false if {
	not is_object(x)
	not is_array(x)
}

# One optional step: from a list of none or one to the next.
step([], _) := []

step([x], key) := [x[key]] if key in object.keys(x)

step([x], key) := [] if {
	is_object(x)
	not key in object.keys(x)
}

step([x], key) := [x[key]] if {
	is_array(x)
	key >= 0
	key < count(x)
}

step([x], key) := [] if {
	is_array(x)
	is_number(key)
	not within(x, key)
}

step([x], _) := [] if {
	not is_object(x)
	not is_array(x)
}

within(xs, i) if {
	i >= 0
	i < count(xs)
}
