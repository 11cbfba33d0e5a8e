public class Handler implements RequestHandler<SQSEvent, Void> {
    // opened while the snapshot is taken
    private static final Publisher PUBLISHER = Publisher.connect(System.getenv("AMQP_URI"));

    public Void handleRequest(SQSEvent e, Context c) {
        e.getRecords().forEach(r -> PUBLISHER.publish(r.getBody()));
        return null;
    }
}
