<?php
/**
 * The theme's page of a post, without a WordPress: `php examples/wordpress/preview.php`. The functions below stand in for those
 * that the theme calls, with one post; what they escape, they escape.
 */

const POST = array(
	'title'   => 'A post with <b>its</b> title & more',
	'content' => "<p>WordPress has written this text.</p>\n<p>It reads the same without a script.</p>",
	'date'    => '2026-11-20T08:30:00+00:00',
	'link'    => 'https://blog.example/a-post/?p=1&lang=en',
);

$hooks   = array();
$styles  = array();
$modules = array();
$posts   = 1;

function add_action( $name, $callback ) { $GLOBALS['hooks'][ $name ][] = $callback; }
function do_action( $name ) { foreach ( $GLOBALS['hooks'][ $name ] ?? array() as $callback ) { $callback(); } }
function add_theme_support( $feature ) {}

function wp_enqueue_style( $handle, $address ) { $GLOBALS['styles'][] = $address; }
function wp_enqueue_script_module( $handle, $address ) { $GLOBALS['modules'][] = $address; }
function get_stylesheet_uri() { return get_theme_file_uri( 'style.css' ); }
function get_theme_file_uri( $file ) { return 'theme/' . $file; }

function wp_head() {
	do_action( 'wp_enqueue_scripts' );
	echo '<title>' . esc_html( strip_tags( POST['title'] ) ) . "</title>\n";
	foreach ( $GLOBALS['styles'] as $address ) { echo '<link rel="stylesheet" href="' . esc_url( $address ) . "\">\n"; }
}

function wp_footer() {
	foreach ( $GLOBALS['modules'] as $address ) { echo '<script type="module" src="' . esc_url( $address ) . "\"></script>\n"; }
}

function esc_attr( $text ) { return htmlspecialchars( $text, ENT_QUOTES ); }
function esc_html( $text ) { return htmlspecialchars( $text, ENT_QUOTES ); }
function esc_url( $address ) { return htmlspecialchars( $address, ENT_QUOTES ); }

function language_attributes() { echo 'lang="en"'; }
function body_class() { echo 'class="single single-post"'; }
function wp_body_open() {}
function bloginfo( $what ) {
	echo esc_html( array( 'charset' => 'UTF-8', 'name' => 'Harbour Post', 'description' => 'Below the article.' )[ $what ] );
}
function home_url( $path ) { return $path; }
function get_theme_mod( $name ) { return 'article_viewer_api' === $name ? '/' : false; }
function get_header() { require __DIR__ . '/theme/header.php'; }
function get_footer() { require __DIR__ . '/theme/footer.php'; }

function have_posts() { return $GLOBALS['posts'] > 0; }
function the_post() { --$GLOBALS['posts']; }
function the_title() { echo POST['title']; }
function the_content() { echo POST['content']; }
function get_permalink() { return POST['link']; }
function get_the_date( $format = 'j F Y' ) { return ( new DateTimeImmutable( POST['date'] ) )->format( $format ); }
function comments_open() { return true; }

require __DIR__ . '/theme/functions.php';
do_action( 'after_setup_theme' );
require __DIR__ . '/theme/single.php';
