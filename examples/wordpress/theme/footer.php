</main>
<footer><?php bloginfo( 'description' ); ?></footer>
<?php wp_footer(); ?>
</body>
</html>
