<?php
/**
 * The theme's set-up: the element's script, and the setting for the companion server.
 */

add_action( 'after_setup_theme', function () {
	add_theme_support( 'title-tag' );
} );

add_action( 'wp_enqueue_scripts', function () {
	wp_enqueue_style( 'harbour-post', get_stylesheet_uri(), array(), '1.0' );
	// Its name never changes and it names what it needs by content, so it takes no version.
	wp_enqueue_script_module( 'article-viewer', get_theme_file_uri( 'embed/article-viewer.js' ), array(), null );
} );

// Appearance → Customize → Article viewer.
add_action( 'customize_register', function ( $customize ) {
	$customize->add_section( 'article_viewer', array( 'title' => 'Article viewer' ) );
	$customize->add_setting( 'article_viewer_api', array( 'sanitize_callback' => 'esc_url_raw' ) );
	$customize->add_control( 'article_viewer_api', array(
		'label'   => 'Address of the companion server',
		'section' => 'article_viewer',
		'type'    => 'url',
	) );
} );
