#include "lander.hpp"

namespace lunar_lander {

namespace {

constexpr uint16 ground_category = 0x0001, lander_category = 0x0010, leg_category = 0x0020;

bool concerns(b2Contact *contact, const b2Body *body) {
    return contact->GetFixtureA()->GetBody() == body || contact->GetFixtureB()->GetBody() == body;
}

/// A fixture that collides with the ground alone.
b2FixtureDef part(const b2Shape &shape, float density, uint16 category) {
    b2FixtureDef definition;
    definition.shape = &shape;
    definition.density = density;
    definition.filter.categoryBits = category;
    definition.filter.maskBits = ground_category;
    return definition;
}

b2BodyDef moving_body(double x, double y) {
    b2BodyDef definition;
    definition.type = b2_dynamicBody;
    definition.position = vector(x, y);
    return definition;
}

} // namespace

Terrain draw_terrain(genome_random &random) {
    std::array<double, chunks + 1> heights;
    for (double &drawn : heights) drawn = genome_uniform(&random, 0, height / 2);
    for (int i = chunks / 2 - 2; i <= chunks / 2 + 2; i++) heights[i] = helipad_y;
    Terrain smooth;
    // The point before the first is the last that was drawn, which is beyond the view.
    for (int i = 0; i < chunks; i++)
        smooth[i] = 0.33 * (heights[i == 0 ? chunks : i - 1] + heights[i] + heights[i + 1]);
    return smooth;
}

Lander::Lander(double gravity, const Terrain &terrain) : world(vector(0, gravity)) {
    world.SetContactListener(this);
    add_moon(terrain);
    add_lander();
    for (int leg : {0, 1}) add_leg(leg);
}

void Lander::add_moon(const Terrain &terrain) {
    const b2BodyDef at_rest;
    b2Body *const moon = world.CreateBody(&at_rest);
    b2EdgeShape edge;
    edge.SetTwoSided(vector(0, 0), vector(width, 0));
    moon->CreateFixture(&edge, 0);
    const auto x = [](int point) { return width / (chunks - 1) * point; };
    for (int i = 0; i + 1 < chunks; i++) {
        edge.SetTwoSided(vector(x(i), terrain[i]), vector(x(i + 1), terrain[i + 1]));
        moon->CreateFixture(&edge, 0)->SetFriction(0.1f);
    }
}

void Lander::add_lander() {
    const b2BodyDef definition = moving_body(width / 2, height);
    lander = world.CreateBody(&definition);
    b2Vec2 corners[std::size(lander_poly)];
    for (std::size_t i = 0; i < std::size(corners); i++)
        corners[i] = vector(lander_poly[i][0] / scale, lander_poly[i][1] / scale);
    b2PolygonShape shape;
    shape.Set(corners, std::size(corners));
    b2FixtureDef fixture = part(shape, 5, lander_category);
    fixture.friction = 0.1f;
    lander->CreateFixture(&fixture);
}

void Lander::add_leg(int leg) {
    const int side = leg == 0 ? -1 : 1;
    b2BodyDef definition = moving_body(width / 2 - side * leg_away / scale, height);
    definition.angle = static_cast<float>(side * 0.05);
    legs[leg] = world.CreateBody(&definition);
    b2PolygonShape shape;
    shape.SetAsBox(static_cast<float>(leg_width / scale), static_cast<float>(leg_height / scale));
    const b2FixtureDef fixture = part(shape, 1, leg_category);
    legs[leg]->CreateFixture(&fixture);

    b2RevoluteJointDef joint;
    joint.bodyA = lander;
    joint.bodyB = legs[leg];
    joint.localAnchorB = vector(side * leg_away / scale, leg_down / scale);
    // Gymnasium's Python binding of Box2D takes the angle at the start, where it is given none.
    joint.referenceAngle = legs[leg]->GetAngle() - lander->GetAngle();
    joint.enableMotor = true;
    joint.enableLimit = true;
    joint.maxMotorTorque = static_cast<float>(leg_spring_torque);
    joint.motorSpeed = static_cast<float>(0.3 * side);
    joint.lowerAngle = static_cast<float>(side < 0 ? 0.9 - 0.5 : -0.9);
    joint.upperAngle = static_cast<float>(side < 0 ? 0.9 : -0.9 + 0.5);
    world.CreateJoint(&joint);
}

void Lander::step() { world.Step(static_cast<float>(1.0 / fps), 6 * 30, 2 * 30); }

void Lander::BeginContact(b2Contact *contact) {
    if (concerns(contact, lander)) crashed = true;
    for (int leg : {0, 1})
        if (concerns(contact, legs[leg])) leg_contact[leg] = true;
}

void Lander::EndContact(b2Contact *contact) {
    for (int leg : {0, 1})
        if (concerns(contact, legs[leg])) leg_contact[leg] = false;
}

void Lander::prepare() {
    static const bool is_prepared = [] {
        b2World world(b2Vec2(0, 0));
        b2CircleShape shape;
        shape.m_radius = 1;
        const b2BodyDef definition = moving_body(0, 0);
        for (int i = 0; i < 2; i++) world.CreateBody(&definition)->CreateFixture(&shape, 1);
        world.Step(1, 1, 1);
        return world.GetContactCount() == 1;
    }();
    (void)is_prepared;
}

} // namespace lunar_lander
