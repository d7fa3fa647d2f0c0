// The median of 5x5 samples. Columns are sorted, then rows, which leaves the columns in order. Then 13
// samples have no more than 12 below or above them; the exchanges that find their median were searched for,
// and tried with the 252 ways in which zeros and ones can lie in a grid that is in order.
import package::lib::order::{from_order, order_of};
import package::lib::picture::{frame, load_color};

fn color_at(x: u32, y: u32) -> vec4f {
  var grid: array<vec4u, 25>;
  for (var i = 0u; i < 25u; i++) {
    let column = min(max(x + i % 5u, 2u) - 2u, frame.width - 1u);
    let row = min(max(y + i / 5u, 2u) - 2u, frame.height - 1u);
    grid[i] = order_of(load_color(row * frame.width + column));
  }
  for (var i = 0u; i < 5u; i++) {
    sort_five(&grid, i, 5u);
  }
  for (var i = 0u; i < 5u; i++) {
    sort_five(&grid, i * 5u, 1u);
  }
  exchange(&grid, 15u, 7u);
  exchange(&grid, 4u, 12u);
  exchange(&grid, 7u, 3u);
  exchange(&grid, 12u, 20u);
  exchange(&grid, 16u, 8u);
  exchange(&grid, 17u, 21u);
  exchange(&grid, 3u, 11u);
  exchange(&grid, 4u, 12u);
  exchange(&grid, 20u, 16u);
  exchange(&grid, 9u, 17u);
  exchange(&grid, 11u, 4u);
  exchange(&grid, 12u, 20u);
  exchange(&grid, 13u, 9u);
  exchange(&grid, 4u, 12u);
  exchange(&grid, 8u, 13u);
  exchange(&grid, 12u, 20u);
  exchange(&grid, 16u, 8u);
  exchange(&grid, 20u, 16u);
  exchange(&grid, 12u, 20u);
  return from_order(grid[20]);
}

fn exchange(grid: ptr<function, array<vec4u, 25>>, low: u32, high: u32) {
  let first = (*grid)[low];
  let second = (*grid)[high];
  (*grid)[low] = min(first, second);
  (*grid)[high] = max(first, second);
}

/// Nine exchanges, the fewest that sort five.
fn sort_five(grid: ptr<function, array<vec4u, 25>>, first: u32, step: u32) {
  exchange(grid, first, first + step);
  exchange(grid, first + 3u * step, first + 4u * step);
  exchange(grid, first + 2u * step, first + 4u * step);
  exchange(grid, first + 2u * step, first + 3u * step);
  exchange(grid, first, first + 3u * step);
  exchange(grid, first, first + 2u * step);
  exchange(grid, first + step, first + 4u * step);
  exchange(grid, first + step, first + 3u * step);
  exchange(grid, first + step, first + 2u * step);
}
