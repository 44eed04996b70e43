<?php
/**
 * A post. WordPress writes the text; the element counts the views and holds the comments.
 */

get_header();
$api = get_theme_mod( 'article_viewer_api' );

while ( have_posts() ) {
	the_post();
	?>
	<article-viewer
		<?php if ( $api ) { echo 'api="' . esc_url( $api ) . '"'; } ?>
		article-id="<?php echo esc_url( get_permalink() ); ?>"
		<?php echo comments_open() ? '' : 'comments="off"'; ?>
	>
		<header slot="header">
			<h1 class="entry-title"><?php the_title(); ?></h1>
			<p><time datetime="<?php echo esc_attr( get_the_date( 'c' ) ); ?>"><?php echo esc_html( get_the_date() ); ?></time></p>
		</header>
		<div slot="body" class="entry-content">
			<?php the_content(); ?>
		</div>
	</article-viewer>
	<?php
}

get_footer();
