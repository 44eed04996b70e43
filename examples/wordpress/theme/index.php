<?php
/**
 * The list of posts.
 */

get_header();

while ( have_posts() ) {
	the_post();
	?>
	<h2 class="entry-title"><a href="<?php the_permalink(); ?>"><?php the_title(); ?></a></h2>
	<?php
	the_excerpt();
}

get_footer();
